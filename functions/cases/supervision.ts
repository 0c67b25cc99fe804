import { casesService } from "../../shared/contracts/cases-service.ts";
import type { Referral } from "../../shared/domain/case.ts";
import { partsOf } from "../../shared/domain/case-file.ts";
import { type CaseState, isOver, openReferrals } from "../../shared/domain/case-state.ts";
import { currentPapers, missingDocuments } from "../../shared/domain/documents.ts";
import { papersFor, resultOf } from "../../shared/domain/result.ts";
import { isSameNumber } from "../../shared/domain/source-number.ts";
import { loadHistory } from "../../shared/dynamo/case-store.ts";
import { chaseListOf, indexes } from "../../shared/dynamo/keys.ts";
import { calendarsInForce, withCalendars } from "../../shared/runtime/calendars-in-force.ts";
import { may } from "../../shared/runtime/caller.ts";
import { caseLedTo, seenBy } from "../../shared/runtime/case-for.ts";
import { listFor } from "../../shared/runtime/case-listing.ts";
import { papersInFile, readingOf } from "../../shared/runtime/case-papers.ts";
import { openEvents } from "../../shared/runtime/case-texts.ts";
import { lawOfCase } from "../../shared/runtime/law-in-force.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { startKeyOf } from "../http/cursor.ts";
import { operation, type Platform } from "./platform.ts";

/** Why a case was not accepted, as its history has it. */
async function refusalOf({ table, sealer }: Platform, state: CaseState, stands: CaseState) {
  if (!isOver(state) || state.outcome !== "not_accepted") return {};
  const closing = (await loadHistory(table, state.caseId)).findLast((event) => event.type === "case.closed");
  const [opened] = await openEvents({ table, sealer }, stands, closing === undefined ? [] : [closing]);
  const { article, note } = opened?.data ?? {};
  return article === undefined || note === undefined ? {} : { refusal: { article, note } };
}

export const supervisionOperations = {
  /** What the referrer gets back, in the form its channel needs, with the papers that belong to it. */
  showResult: operation(casesService.showResult, async (platform, { params, query, caller }) => {
    const stored = await caseLedTo(platform, caller, { ...params, act: "read-case" });
    const { state } = await seenBy(platform.table, caller, stored);
    const meant = ({ agencyId, sourceNumber }: Referral): boolean =>
      agencyId === caller.organisationId &&
      (query.sourceNumber === undefined || isSameNumber(query.sourceNumber, sourceNumber));
    const mine = openReferrals(state).find(meant) ?? state.referrals.find(meant) ?? state.referrals[0];
    const { table } = platform;
    const rules = await lawOfCase(table, state.rulePack);
    const read = () => calendarsInForce(table);
    const result = await withCalendars({ rules }, read, (context) => resultOf(state, mine, context));
    if (result === undefined) throw new Problem("not-found", { detail: "The case has no result yet." });
    const goBack = papersFor(mine.channel, result.success, result.agreement !== undefined);
    const file = await papersInFile(table, state);
    const [own = { caseId: state.caseId, referrals: [] }] = partsOf(state);
    const documents = currentPapers(state, file)
      .filter(
        (paper) => goBack.includes(paper.kind) && may(caller, readingOf(stored.state, paper, paper.origin ?? own)),
      )
      .map(({ documentId, kind, name, sha256 }) => ({ documentId, kind, name, sha256 }));
    const missing = missingDocuments(state, file, rules).filter((paper) => goBack.some((kind) => kind === paper));
    return { status: 200, body: { result, ...(await refusalOf(platform, state, stored.state)), documents, missing } };
  }),

  /** Results that no referrer has acknowledged yet, oldest first. */
  listUnacknowledged: operation(casesService.listUnacknowledged, async ({ table, now }, { query, caller }) => {
    const place = { index: "casesByHolder", partition: chaseListOf(caller.organisationId) } as const;
    const startKey = startKeyOf(query.cursor, indexes.casesByHolder);
    return { status: 200, body: await listFor(table, caller, { place, query, startKey, now: now() }) };
  }),
};
