import { decide } from "../domain/decide.ts";
import type { NewEvent } from "../domain/events.ts";
import { mayBeSentAgain } from "../domain/phases/recall.ts";
import { sourceNumberKey } from "../domain/source-number.ts";
import type { DecisionContext } from "../domain/verb.ts";
import { type Creation, createCase, loadSendings } from "../dynamo/case-store.ts";
import type { Table } from "../dynamo/table.ts";
import { untilItLands, VersionConflict } from "../dynamo/version-conflict.ts";
import { contextOf } from "./issue-command.ts";
import { survivorOf } from "./survivor.ts";

type Creating = Omit<Parameters<typeof createCase>[1], "newEvents" | "replaces"> & { context: DecisionContext };

/**
 * A number that was sent before with other content: it makes a new case, linked to the old one, if that was recalled or not
 * accepted. Content that was sent before under it is the case that it made then. Of two calls that send the same one makes
 * the case; of two that differ the first one stands.
 */
export const sendAgain = (
  table: Table,
  { caseId, sourceNumber }: { caseId: string; sourceNumber: string },
  creating: Creating,
  submittedAfter: (resentFrom: string) => readonly NewEvent[],
): Promise<Creation> =>
  untilItLands(async () => {
    const { by, at } = creating.context;
    const sentAs = { agencyId: by.organisationId, sourceNumber };
    const number = { agencyId: by.organisationId, numberKey: creating.numberKey ?? sourceNumberKey(sourceNumber) };
    const { standing, earlier } = await loadSendings(table, number);
    if (standing === undefined) throw new Error(`${sourceNumber} was sent before, and is not there`);
    const alike = [standing, ...earlier].find(({ fingerprint }) => fingerprint === creating.fingerprint);
    if (alike !== undefined) return { outcome: "repeated", caseId: alike.caseId };
    const before = await survivorOf(table, standing.caseId);
    if (before === undefined || !mayBeSentAgain(before.state, sentAs)) {
      // Another call can have sent it again since the sendings were read, and with the same content.
      const { standing: now } = await loadSendings(table, number);
      if (now?.caseId !== standing.caseId) throw new VersionConflict(`${sourceNumber} was sent again meanwhile`);
      return { outcome: "conflicting", caseId: standing.caseId };
    }
    const context = await contextOf(table, before.state, { by, at });
    const newEvents = decide({ type: "send-again", sourceNumber, as: caseId }, before.state, context);
    return createCase(table, {
      ...creating,
      newEvents: submittedAfter(before.state.caseId),
      replaces: { sending: standing, change: { before, newEvents, context } },
    });
  });
