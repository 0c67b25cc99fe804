import { casesService } from "../../shared/contracts/cases-service.ts";
import { given } from "../../shared/domain/given.ts";
import { replayEvents } from "../../shared/runtime/replay-events.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { operation } from "./platform.ts";

export const replayOperations = {
  /** A call asks for one list of the county that holds cases. */
  replayEvents: operation(casesService.replayEvents, async (platform, { body, query, caller }) => {
    // Which lists there are, the use case knows.
    const list = keyIn(query.cursor, "");
    const { cases, next, counted } = await replayEvents(platform, caller, { ...body, list });
    return { status: 200, body: { cases, ...given("cursor", cursorOf(next)) }, headers: counted };
  }),
};
