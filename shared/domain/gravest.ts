import type { CaseState, Dispute } from "./case.ts";
import { harm, riskGrade } from "./codes.ts";
import { given } from "./step.ts";

/** The dispute at its gravest: as it was sent, and as it was sent in the cases merged into this one. */
export function gravest({ dispute, referrals }: Pick<CaseState, "dispute" | "referrals">): Dispute {
  const sent = [dispute, ...referrals];
  return {
    ...dispute,
    ...given(
      "riskGrade",
      riskGrade.options.find((grade) => sent.some((each) => each.riskGrade === grade)),
    ),
    ...given(
      "harm",
      harm.options.findLast((done) => sent.some((each) => each.harm === done)),
    ),
  };
}
