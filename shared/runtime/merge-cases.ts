import type { Referral } from "../domain/case.ts";
import { type CaseState, isOver, openReferrals } from "../domain/case-state.ts";
import { decide, decideBy } from "../domain/decide.ts";
import { circumstancesOf } from "../domain/eligibility.ts";
import { given } from "../domain/given.ts";
import { gravest } from "../domain/gravest.ts";
import { asked } from "../domain/verbs.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { actorOf, type Caller, elsewhere, may } from "./caller.ts";
import { sealTexts } from "./case-texts.ts";
import { guardedStore } from "./guarded-steps.ts";
import { type CaseStore, caseStore, type Deciding, type Issued, issue } from "./issue-command.ts";
import { lookUp } from "./look-ups.ts";
import { policeToTell } from "./police-of.ts";
import type { Ports } from "./ports.ts";
import { causeOf, spokenBy } from "./spoken.ts";
import { requirePaper, type StepInput } from "./take-step.ts";

/** Joins the open referrals of one case to another: both change in one transaction, or neither. Throws `CommandError`. */
export const mergeCases = (ports: Ports, caller: Caller, input: StepInput<"merge">): Promise<Issued> =>
  together(ports, caller, input, async (store, from) => {
    const { body } = input;
    const into = body.into === input.caseId ? from : await store.load(body.into);
    if (into === undefined || !may(caller, { act: "take-step", of: into.state })) return undefined;
    const facts = await lookUp(asked.merge.looksUp, ports, { before: from, body, named: new Map(), caller });
    const { said, texts } = await sealTexts(ports, input.caseId, { schema: asked.merge.body(), body });
    const command = { ...said, facts };
    const merging: Deciding = {
      before: from,
      decide: (context) =>
        decideBy(asked.merge, "merge", command, from.state, { ...context, ...elsewhere(caller, from.state) }),
      spoken: spokenBy(asked.merge, command, { caller, state: from.state, cause: await causeOf(ports, "merge", body) }),
      ...given("texts", texts),
    };
    const joining: Deciding = {
      before: into,
      decide: (context) =>
        openReferrals(from.state).flatMap((sent) =>
          decide({ type: "join-referral", referral: joined(sent, from.state) }, into.state, {
            ...context,
            ...elsewhere(caller, into.state),
          }),
        ),
    };
    return [merging, joining];
  });

/** Takes the referrals of a merged case back, with what their agencies did in the other case meanwhile. Throws `CommandError`. */
export const unmergeCases = (ports: Ports, caller: Caller, input: StepInput<"unmerge">): Promise<Issued> =>
  together(ports, caller, input, async (store, from) => {
    const { body, caseId } = input;
    const mergedInto = isOver(from.state) ? from.state.mergedInto : undefined;
    const into = mergedInto === undefined ? undefined : await store.load(mergedInto);
    const asking = { before: from, body, named: new Map(), caller, ...given("other", into) };
    const facts = await lookUp(asked.unmerge.looksUp, ports, asking);
    const { said, texts } = await sealTexts(ports, caseId, { schema: asked.unmerge.body(), body });
    const command = { ...said, facts };
    const unmerging: Deciding = {
      before: from,
      decide: (context) =>
        decideBy(asked.unmerge, "unmerge", command, from.state, { ...context, ...elsewhere(caller, from.state) }),
      spoken: spokenBy(asked.unmerge, command, {
        caller,
        state: from.state,
        cause: await causeOf(ports, "unmerge", body),
      }),
      ...given("texts", texts),
    };
    if (into === undefined) return [unmerging];
    const { policeId: station } = await policeToTell(ports.table, into.state);
    const referrals = from.state.referrals.map(({ agencyId, sourceNumber }) => ({ agencyId, sourceNumber }));
    const parting: Deciding = {
      before: into,
      decide: (context) =>
        decide({ type: "part-referrals", referrals, to: caseId, station }, into.state, {
          ...context,
          ...elsewhere(caller, into.state),
        }),
    };
    return [unmerging, parting];
  });

type Both = readonly [Deciding, ...Deciding[]];

/** Decides on the case that was asked about and on the other one, and stores what follows at once. */
function together(
  ports: Ports,
  caller: Caller,
  input: StepInput<"merge" | "unmerge">,
  both: (store: CaseStore, from: StoredCase) => Promise<Both | undefined>,
): Promise<Issued> {
  const { caseId, body, expectedVersions } = input;
  const store = guardedStore(ports, caller, input, caseStore(ports.table, ports.sealer));
  const { documentId } = body;
  return issue(
    store,
    async () => {
      const from = await store.load(caseId);
      if (from === undefined || !may(caller, { act: "take-step", of: from.state })) return undefined;
      await requirePaper(ports.table, from, documentId, caller);
      return both(store, from);
    },
    { by: actorOf(caller), at: ports.now(), ...given("documentId", documentId), expectedVersions },
  );
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
