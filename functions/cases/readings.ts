import { casesService } from "../../shared/contracts/cases-service.ts";
import { given } from "../../shared/domain/given.ts";
import { readingsBegin } from "../../shared/dynamo/keys.ts";
import { readingsOf } from "../../shared/runtime/case-readings.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { operation } from "./platform.ts";

/** Who read what of a case. */
export const readingOperations = {
  listReadings: operation(casesService.listReadings, async (platform, { params, query, caller }) => {
    const asked = { ...params, limit: query.limit, before: keyIn(query.cursor, readingsBegin) };
    const { last, ...page } = await readingsOf(platform, caller, asked);
    return { status: 200, body: { ...page, ...given("cursor", cursorOf(last)) } };
  }),
};
