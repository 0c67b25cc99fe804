import type { Referral } from "../domain/case.ts";
import { partsOf } from "../domain/case-file.ts";
import { type CaseState, isOver, openReferrals } from "../domain/case-state.ts";
import { currentPapers, missingDocuments } from "../domain/documents.ts";
import { papersFor, resultOf } from "../domain/result.ts";
import { isSameNumber } from "../domain/source-number.ts";
import { loadHistory } from "../dynamo/case-store.ts";
import { calendarsInForce, withCalendars } from "./calendars-in-force.ts";
import { type Caller, may } from "./caller.ts";
import { caseLedTo, seenBy } from "./case-for.ts";
import { papersInFile, readingOf } from "./case-papers.ts";
import { openEvents } from "./case-texts.ts";
import { lawOfCase } from "./law-in-force.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

type ResultPorts = Pick<Ports, "table" | "sealer">;

/**
 * What the referrer gets back, in the form its channel needs, with the papers that belong to it and those that are missing. Of
 * several referrals, the caller's own of that number. Throws `not-found`, also while there is no result.
 */
export async function showResult(
  ports: ResultPorts,
  caller: Caller,
  { caseId, sourceNumber }: { caseId: string; sourceNumber?: string | undefined },
) {
  const stored = await caseLedTo(ports, caller, { caseId, act: "read-case" });
  const { state } = await seenBy(ports.table, caller, stored);
  const meant = ({ agencyId, sourceNumber: number }: Referral): boolean =>
    agencyId === caller.organisationId && (sourceNumber === undefined || isSameNumber(sourceNumber, number));
  const mine = openReferrals(state).find(meant) ?? state.referrals.find(meant) ?? state.referrals[0];
  const { table } = ports;
  const rules = await lawOfCase(table, state.rulePack);
  const read = () => calendarsInForce(table, state.county);
  const result = await withCalendars({ rules }, read, (context) => resultOf(state, mine, context));
  if (result === undefined) throw new Problem("not-found", { detail: "The case has no result yet." });
  const goBack = papersFor(mine.channel, result.success, result.agreement !== undefined);
  const file = await papersInFile(table, state);
  const [own = { caseId: state.caseId, referrals: [] }] = partsOf(state);
  const documents = currentPapers(state, file)
    .filter((paper) => goBack.includes(paper.kind) && may(caller, readingOf(stored.state, paper, paper.origin ?? own)))
    .map(({ documentId, kind, name, sha256 }) => ({ documentId, kind, name, sha256 }));
  const missing = missingDocuments(state, file, rules).filter((paper) => goBack.some((kind) => kind === paper));
  return { result, ...(await refusalOf(ports, state, stored.state)), documents, missing };
}

/** Why a case was not accepted, as its history has it. */
async function refusalOf({ table, sealer }: ResultPorts, state: CaseState, stands: CaseState) {
  if (!isOver(state) || state.outcome !== "not_accepted") return {};
  const closing = (await loadHistory(table, state.caseId)).findLast((event) => event.type === "case.closed");
  const [opened] = await openEvents({ table, sealer }, stands, closing === undefined ? [] : [closing]);
  const { article, note } = opened?.data ?? {};
  return article === undefined || note === undefined ? {} : { refusal: { article, note } };
}
