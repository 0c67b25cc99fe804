import type { Dispute, Ground, Referral } from "./case.ts";
import type { CaseState } from "./case-state.ts";
import type { Circumstance } from "./codes.ts";
import type { RulePack } from "./rule-pack.ts";

/** The grounds on which a person must look at a case before it is offered; none means `ok`. Rules propose, a person decides. */
export function assess(
  state: {
    dispute: Pick<Dispute, "circumstances">;
    referrals: readonly Pick<Referral, "channel" | "circumstances" | "recalledAt">[];
  },
  rules: RulePack,
): Ground[] {
  const channels = state.referrals.filter((sent) => sent.recalledAt === undefined).map((sent) => sent.channel);
  return circumstancesOf(state).flatMap((circumstance) => {
    const rule = rules.eligibility[circumstance];
    // A pack that is older than the circumstance says nothing of it.
    if (rule === undefined) return [];
    const applies = rule.channels === "any" || channels.some((channel) => rule.channels.includes(channel));
    return applies ? [{ circumstance, verdict: rule.verdict, article: rule.article }] : [];
  });
}

/** What was ticked of the dispute, and in the cases merged into this one unless they were recalled. */
export const circumstancesOf = ({ dispute, referrals }: Parameters<typeof assess>[0]): Circumstance[] => [
  ...new Set(
    [dispute, ...referrals.filter((sent) => sent.recalledAt === undefined)].flatMap(
      ({ circumstances = [] }) => circumstances,
    ),
  ),
];

/** The case with these circumstances ticked of its dispute besides what was ticked before. */
export const withCircumstances = <State extends CaseState>(
  state: State,
  circumstances: readonly Circumstance[],
): State => ({
  ...state,
  dispute: {
    ...state.dispute,
    circumstances: [...new Set([...(state.dispute.circumstances ?? []), ...circumstances])],
  },
});

/** The proposal in one word: `block` if any ground blocks, `review` if any asks for a look, else `ok`. */
export function verdictOf(grounds: readonly Ground[]): "ok" | "review" | "block" {
  if (grounds.some((ground) => ground.verdict === "block")) return "block";
  return grounds.length === 0 ? "ok" : "review";
}
