import { casesService } from "../../shared/contracts/cases-service.ts";
import { countWorkOf, workFor } from "../../shared/runtime/work.ts";
import { operation } from "./platform.ts";

/** What an organisation owes. */
export const workOperations = {
  listWork: operation(casesService.listWork, async (platform, { query, caller }) => ({
    status: 200,
    body: await workFor(platform, caller, query, platform.now()),
  })),

  countWork: operation(casesService.countWork, async ({ table, now }, { caller, hasAnswer }) => {
    const { etag, body } = await countWorkOf(table, caller, { now: now(), isKnown: hasAnswer });
    return body === undefined
      ? { status: 304, headers: { ETag: etag } }
      : { status: 200, body, headers: { ETag: etag } };
  }),
};
