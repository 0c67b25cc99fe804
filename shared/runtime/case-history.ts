import type { CaseHistory } from "../contracts/case-view.ts";
import { given } from "../domain/given.ts";
import { organisationsIn } from "../domain/named-organisations.ts";
import { besideOf } from "../dynamo/case-items.ts";
import type { Caller } from "./caller.ts";
import { caseFor, historySeenBy } from "./case-for.ts";
import { openedEvent, openTextsToShow, saltsOf, unopenedEvent } from "./case-texts.ts";
import { eventsSeen } from "./links-seen.ts";
import { namesOf } from "./organisation-names.ts";
import type { Ports } from "./ports.ts";

/**
 * The history of a case as far as the caller sees it, with its texts as far as they can be opened, and with what makes the hash of
 * each line. Throws `not-found`.
 */
export async function showHistory(
  ports: Pick<Ports, "table" | "sealer">,
  caller: Caller,
  caseId: string,
): Promise<CaseHistory> {
  const { table } = ports;
  const stored = await caseFor(ports, caller, { caseId, act: "read-case" });
  const events = await historySeenBy(table, caller, stored);
  const opened = await openTextsToShow(ports, stored.state, events);
  const entries = (await eventsSeen(table, caller, events)).map((event) => {
    const shown = opened === undefined ? unopenedEvent(event) : openedEvent(event, opened);
    const { audience: _, mediatorIds: __, verb: ___, content: ____, texts, ...entry } = shown;
    return {
      ...entry,
      ...given("beside", entry.v === undefined ? undefined : besideOf(event)),
      ...given("salts", texts === undefined || opened === undefined ? undefined : saltsOf(event, opened)),
    };
  });
  return { caseId, entries, names: await namesOf(table, organisationsIn(entries)) };
}
