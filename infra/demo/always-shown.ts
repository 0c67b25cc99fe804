import { isOwn, type Plan } from "./plan.ts";

/** A studio stationed at a police station, and where its sub-office works. */
const subOffice = { channel: "police_civil", referrerId: "police-330483003", place: "330483003001" } as const;

const isPlain = ({ course, detour, hasTwin, sameAs }: Plan): boolean =>
  course.kind === "performed" && detour.kind === "none" && !hasTwin && sameAs === undefined;

/**
 * Sees to what every run shows whatever was drawn, as far as there are enough cases: a quarrel for a sub-office, and two
 * failed cases that are sent on, of which the target accepts one and returns the other.
 */
export function showAlways(plans: readonly Plan[]): void {
  const [first] = plans
    .filter(({ referral, hasTwin, sameAs }) => referral.channel === subOffice.channel && !hasTwin && !sameAs)
    .toSorted((one, other) => Number(isPlain(other)) - Number(isPlain(one)));
  if (first !== undefined) {
    const { dispute, parties } = first.referral;
    first.referrerId = subOffice.referrerId;
    const simple = { category: "02", place: subOffice.place, riskGrade: "blue", amountFen: 100_000 } as const;
    first.referral.dispute = { ...dispute, ...simple, circumstances: [] };
    first.referral.parties = parties.map((party) => ({ ...party, place: subOffice.place }));
    first.course = { kind: "performed", form: "written", how: "at-once" };
    first.detour = { kind: "none" };
    first.isForSubOffice = true;
  }
  const answers = ["accepted", "returned"] as const;
  const failing = plans.filter(({ course, detour }) => course.kind === "failed" && detour.kind !== "reopen");
  const others = plans.filter((plan) => isPlain(plan) && plan !== first && !isOwn(plan.referral.channel));
  for (const [index, answer] of answers.entries()) {
    const plan = [...failing, ...others][index];
    if (plan === undefined) return;
    if (plan.course.kind !== "failed") plan.course = { kind: "failed", reason: "positions_too_far_apart" };
    plan.sending = answer;
    // Whether the loop closes before the file would be archived is up to the people.
    plan.archived = false;
  }
}
