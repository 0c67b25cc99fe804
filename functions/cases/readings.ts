import { casesService } from "../../shared/contracts/cases-service.ts";
import { given } from "../../shared/domain/given.ts";
import { readingsBegin } from "../../shared/dynamo/keys.ts";
import { pageOfReadings } from "../../shared/dynamo/reading-store.ts";
import { caseFor } from "../../shared/runtime/case-for.ts";
import { openReadings } from "../../shared/runtime/case-readings.ts";
import { namesOf } from "../../shared/runtime/organisation-names.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { operation } from "./platform.ts";

/** Who read what of a case. */
export const readingOperations = {
  listReadings: operation(casesService.listReadings, async (platform, { params, query, caller }) => {
    const { caseId } = params;
    const { state } = await caseFor(platform, caller, { caseId, act: "list-readings" });
    const { limit, cursor } = query;
    const { readings, last } = await pageOfReadings(platform.table, caseId, {
      limit,
      before: keyIn(cursor, readingsBegin),
    });
    const names = await namesOf(
      platform.table,
      readings.map(({ organisationId }) => organisationId),
    );
    return {
      status: 200,
      body: { readings: await openReadings(platform, state, readings), names, ...given("cursor", cursorOf(last)) },
    };
  }),
};
