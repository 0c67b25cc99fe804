import packageJson from "../../package.json" with { type: "json" };
import { casesService } from "../../shared/contracts/cases-service.ts";
import { openOperation } from "./platform.ts";

const { version } = packageJson;

/** Whether the API answers. It reads no table: one that is slow or throttled must not take the API out of its monitor. */
export const healthOperations = {
  showHealth: openOperation(casesService.showHealth, async () => ({
    status: 200,
    body: { status: "ok" as const, version },
  })),
};
