import { type ApiRoutes, apiRoutes } from "../../shared/contracts/api-routes.ts";
import type { CaseView } from "../../shared/contracts/case-view.ts";
import { type CaseState, isAmong, isOver, openReferrals, type Referral } from "../../shared/domain/case.ts";
import type { CaseCommand } from "../../shared/domain/commands.ts";
import { decide } from "../../shared/domain/decide.ts";
import { circumstancesOf } from "../../shared/domain/eligibility.ts";
import { gravest } from "../../shared/domain/gravest.ts";
import { given } from "../../shared/domain/step.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { appendTogether, type Change, loadCase } from "../../shared/dynamo/case-store.ts";
import { untilItLands } from "../../shared/dynamo/version-conflict.ts";
import { contextOf } from "../../shared/runtime/issue-command.ts";
import { policeToTell } from "../../shared/runtime/police-of.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { type Answer, actorOf, type Call, type Caller, type Platform } from "./call.ts";
import { etagOf, viewOf } from "./case-view.ts";
import { operation } from "./operation.ts";
import { requirePaper } from "./steps.ts";

/** Merging joins the referrals of one case to another; both change in one transaction, or neither. */
export const mergeOperations = {
  merge: operation(apiRoutes.merge, (platform, call) => untilItLands(() => merge(platform, call))),
  unmerge: operation(apiRoutes.unmerge, (platform, call) => untilItLands(() => unmerge(platform, call))),
};

async function merge(
  platform: Platform,
  { params, body, caller, expectedVersion }: Call<ApiRoutes["merge"]>,
): Promise<Answer<CaseView>> {
  const from = await load(platform, params.caseId);
  const command: CaseCommand = { type: "merge", into: body.into, ...(await policeToTell(platform.table, from.state)) };
  const into = body.into === params.caseId ? from : await load(platform, body.into);
  const joins = openReferrals(from.state).map((referral): CaseCommand => {
    return { type: "join-referral", referral: joined(referral, from.state) };
  });
  return together(platform, { caller, expectedVersion, ...body }, [from, [command]], [into, joins]);
}

/** The case takes its referrals back from the other, and with them what their agencies did there meanwhile. */
async function unmerge(
  platform: Platform,
  { params, body, caller, expectedVersion }: Call<ApiRoutes["unmerge"]>,
): Promise<Answer<CaseView>> {
  const from = await load(platform, params.caseId);
  const order = { caller, expectedVersion, ...body };
  const why = { reason: body.reason, ...given("note", body.note) };
  if (!isOver(from.state) || from.state.mergedInto === undefined) {
    return together(platform, order, [from, [{ type: "unmerge", ...why, recalled: [], extended: [] }]]);
  }
  const into = await load(platform, from.state.mergedInto);
  const referrals = from.state.referrals.map(({ agencyId, sourceNumber }) => ({ agencyId, sourceNumber }));
  const station = await policeToTell(platform.table, into.state);
  const part: CaseCommand = { type: "part-referrals", referrals, to: params.caseId, ...station };
  // The last to recall closed the case with all that were in it.
  const gone = isOver(into.state) && into.state.outcome === "recalled";
  const recalled = referrals.filter(
    isAmong(into.state.referrals.filter((sent) => gone || sent.recalledAt !== undefined)),
  );
  const extended = referrals.filter(
    isAmong(into.state.referrals.filter((sent) => sent.extendedPeriods?.includes("petition-answer"))),
  );
  const command: CaseCommand = { type: "unmerge", ...why, recalled, extended };
  return together(platform, order, [from, [command]], [into, [part]]);
}

/** The referral as it goes on in the other case, with what was said about its dispute. */
function joined({ acknowledgedAt: _, ...referral }: Referral, { caseId, dispute }: CaseState): Referral {
  const told = { dispute, referrals: [referral] } as const;
  const { riskGrade, harm } = gravest(told);
  const circumstances = circumstancesOf(told);
  return {
    joinedFrom: caseId,
    ...referral,
    riskGrade,
    ...given("harm", harm),
    ...given("circumstances", circumstances.length === 0 ? undefined : circumstances),
  };
}

async function load({ table }: Platform, caseId: string): Promise<StoredCase> {
  const stored = await loadCase(table, caseId);
  if (stored === undefined) throw new Problem("not-found");
  return stored;
}

type Order = { caller: Caller; expectedVersion: number | undefined; documentId?: string };
type Asked = readonly [stored: StoredCase, commands: readonly CaseCommand[]];

/** Decides the commands on each case and stores what follows at once; the first case is the one asked about. */
async function together(
  platform: Platform,
  { caller, expectedVersion, documentId }: Order,
  ...asked: readonly [Asked, ...Asked[]]
): Promise<Answer<CaseView>> {
  const [[first]] = asked;
  const { caseId } = first.state;
  if (documentId !== undefined) await requirePaper(platform, caseId, documentId, caller);
  const changes = await Promise.all(
    asked.map(async ([before, commands]): Promise<Change> => {
      const context = await contextOf(platform.table, before.state.rulePack, {
        by: actorOf(caller),
        at: platform.now(),
        // The paper lies in the file of the case that was asked about.
        ...given("documentId", before === first ? documentId : undefined),
      });
      return { before, happenings: commands.flatMap((command) => decide(command, before.state, context)), context };
    }),
  );
  const moving = changes.filter(({ happenings }) => happenings.length > 0);
  if (moving.length === 0) return answer(first, caller);
  if (expectedVersion !== undefined && expectedVersion !== first.version) {
    throw new Problem("stale-version", { members: { version: first.version } });
  }
  await appendTogether(platform.table, moving);
  return answer(await load(platform, caseId), caller);
}

const answer = (stored: StoredCase, caller: Caller): Answer<CaseView> => ({
  status: 200,
  body: viewOf(stored, caller),
  headers: { ETag: etagOf(stored) },
});
