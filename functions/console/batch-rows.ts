import { concurrently } from "../../shared/client/concurrently.ts";
import { ApiError } from "../../shared/client/errors.ts";
import { type ReferralRow, referralsIn, titleOf } from "../../shared/client/referral-table.ts";
import type { TableFile } from "../../shared/client/table-file.ts";
import type { ReferralCheck } from "../../shared/contracts/referral-check.ts";
import { given } from "../../shared/domain/given.ts";
import { triageReasons } from "../../shared/domain/reasons.ts";
import { groundText } from "../../shared/words/event-facts.ts";
import { labelled } from "../../shared/words/punctuation.ts";
import { earlierSendings } from "../../shared/words/routing.ts";
import { problemText } from "./problem-words.ts";
import { texts } from "./texts.ts";
import type { Visit } from "./visit.ts";

/** A row of an uploaded table as it was typed; it comes back to the person where it cannot be sent. */
type TypedRow = { line: number; cells: string[] };

/** What is known of a row: nothing yet, whether it can be sent, or what came of sending it. */
export type Verdict = {
  row: TypedRow;
  sourceNumber: string;
  outcome: "waiting" | "fit" | "alike" | "there" | "wrong" | "sent";
  /** Where it goes, by name. */
  destination?: string;
  caseIds: readonly string[];
  reasons: readonly string[];
};

const atOnce = 8;

/** What can be said of the rows without asking anybody: those that are wrong by themselves. */
export function firstVerdicts(table: TableFile, { language }: Visit): { verdict: Verdict; row: ReferralRow }[] {
  return referralsIn(table, language).map((row, index) => {
    const typed = table.rows[index] ?? { line: row.line, cells: [] };
    const known = { row: typed, sourceNumber: row.sourceNumber, caseIds: [] };
    const verdict: Verdict =
      "referral" in row
        ? { ...known, outcome: "waiting", reasons: [] }
        : { ...known, outcome: "wrong", reasons: row.reasons };
    return { verdict, row };
  });
}

/** A verdict on each row before anything is sent. */
export const checkRows = (visit: Visit, table: TableFile): Promise<Verdict[]> =>
  concurrently(firstVerdicts(table, visit), atOnce, async ({ verdict, row }) => {
    if (!("referral" in row)) return verdict;
    const { body: check } = await visit.client.checkReferral({ body: row.referral });
    return { ...verdictOf(visit, verdict, check), ...given("destination", destinationOf(visit, check)) };
  });

/** Whom it would be offered to, or why a person decides first; undefined where neither is known. */
function destinationOf({ language }: Visit, { preview, names = {} }: ReferralCheck): string | undefined {
  if (preview === undefined) return undefined;
  const { eligibility, decision } = preview;
  if (eligibility.grounds.length > 0) return triageReasons.eligibility[language];
  if (decision.outcome === "triage") return triageReasons[decision.reason][language];
  return names[decision.organisationId] ?? texts.unnamed[language];
}

function verdictOf({ language }: Visit, verdict: Verdict, check: ReferralCheck): Verdict {
  const { earlier, errors, alike, preview } = check;
  if (earlier?.outcome === "same") return { ...verdict, outcome: "there", caseIds: [earlier.caseId] };
  if (earlier?.outcome === "conflicting") {
    const reasons = [earlierSendings.conflicting[language]];
    return { ...verdict, outcome: "wrong", caseIds: [earlier.caseId], reasons };
  }
  const reasons = errors.map(({ path, message }) => labelled(titleOf(path, language), message, language));
  if (errors.length > 0) return { ...verdict, outcome: "wrong", reasons };
  const grounds = preview?.eligibility.grounds.map((ground) => groundText(ground, language)) ?? [];
  return {
    ...verdict,
    outcome: alike.length > 0 ? "alike" : "fit",
    caseIds: alike.map(({ caseId }) => caseId),
    reasons: grounds,
  };
}

/** Sends each row. One that is refused says why and keeps no other back; a row that was sent before is there already. */
export const sendRows = (visit: Visit, table: TableFile): Promise<Verdict[]> =>
  concurrently(firstVerdicts(table, visit), atOnce, async ({ verdict, row }): Promise<Verdict> => {
    if (!("referral" in row)) return verdict;
    try {
      const { status, body } = await visit.client.submitReferral({ body: row.referral });
      return { ...verdict, outcome: status === 201 ? "sent" : "there", caseIds: [body.caseId] };
    } catch (error) {
      if (!(error instanceof ApiError) || ![404, 409, 422].includes(error.status)) throw error;
      return { ...verdict, outcome: "wrong", reasons: refusedBecause(visit, error) };
    }
  });

function refusedBecause({ language }: Visit, { code, problem }: ApiError): string[] {
  const errors = problem.errors ?? [];
  if (code === "source-number-conflict" || errors.length === 0) return [problemText(code, language)];
  return errors.map(({ path, message }) => labelled(titleOf(path, language), message, language));
}
