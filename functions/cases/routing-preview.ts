import { casesService } from "../../shared/contracts/cases-service.ts";
import { previewRouting } from "../../shared/runtime/preview-routing.ts";
import { operation } from "./platform.ts";

/** Routing explained beforehand. */
export const routingPreviewOperations = {
  previewRouting: operation(casesService.previewRouting, async (platform, { body, caller }) => ({
    status: 200,
    body: await previewRouting(platform, caller, body),
  })),
};
