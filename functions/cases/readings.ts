import { casesService } from "../../shared/contracts/cases-service.ts";
import { given } from "../../shared/domain/given.ts";
import { readingsBegin } from "../../shared/dynamo/keys.ts";
import { pageOfReadings } from "../../shared/dynamo/reading-store.ts";
import { caseFor } from "../../shared/runtime/case-for.ts";
import { namesOf } from "../../shared/runtime/organisation-names.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { operation } from "./platform.ts";

/** Who read what of a case. */
export const readingOperations = {
  listReadings: operation(casesService.listReadings, async (platform, { params, query, caller }) => {
    const { caseId } = params;
    await caseFor(platform, caller, { caseId, act: "list-readings" });
    const { limit, cursor } = query;
    const { readings, last } = await pageOfReadings(platform.table, caseId, { limit, before: keyIn(cursor) });
    const names = await namesOf(
      platform.table,
      readings.map(({ organisationId }) => organisationId),
    );
    const next = last === undefined ? undefined : Buffer.from(last).toString("base64url");
    return { status: 200, body: { readings, names, ...given("cursor", next) } };
  }),
};

function keyIn(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const key = Buffer.from(cursor, "base64url").toString("utf8");
  if (key.startsWith(readingsBegin)) return key;
  const errors = [{ path: "cursor", code: "not-a-cursor", message: "send back a cursor as it was given" }];
  throw new Problem("invalid-parameters", { errors });
}
