import type { Dispute, Referral } from "./case.ts";
import { harm, riskGrade } from "./codes.ts";
import { given } from "./given.ts";

type Told = { dispute: Dispute; referrals: readonly Pick<Referral, "riskGrade" | "harm">[] };

/** The dispute at its gravest: as it was sent, and as it was sent in the cases merged into this one. */
export function gravest({ dispute, referrals }: Told): Dispute {
  const sent = [dispute, ...referrals];
  return {
    ...dispute,
    ...given(
      "riskGrade",
      riskGrade().options.find((grade) => sent.some((each) => each.riskGrade === grade)),
    ),
    ...given(
      "harm",
      harm().options.findLast((done) => sent.some((each) => each.harm === done)),
    ),
  };
}
