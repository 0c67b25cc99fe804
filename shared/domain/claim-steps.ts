import type * as z from "zod";
import type { Actor } from "./case.ts";
import { CommandError } from "./command-error.ts";
import { given } from "./given.ts";
import type { ClaimStatus, ClaimStep, IncentiveClaim, reversalCause } from "./incentive.ts";
import { isSamePerson, namesPerson } from "./same-person.ts";

export type ClaimCommand =
  | { type: "review" | "approve" | "pay" }
  | { type: "reject"; reason: string }
  | { type: "reverse"; cause: z.infer<ReturnType<typeof reversalCause>>; reason: string };

const transitions = {
  review: { from: ["claimed"], to: "reviewed" },
  approve: { from: ["reviewed"], to: "approved" },
  reject: { from: ["claimed", "reviewed", "approved"], to: "rejected" },
  pay: { from: ["approved"], to: "paid" },
  reverse: { from: ["paid"], to: "reversed" },
} as const satisfies Record<ClaimCommand["type"], { from: readonly ClaimStatus[]; to: ClaimStatus }>;

const isFrom = (command: ClaimCommand["type"], status: ClaimStatus): boolean => {
  const from: readonly ClaimStatus[] = transitions[command].from;
  return from.includes(status);
};

/** What can be asked of a claim in this status. */
export const possibleClaimCommands = (status: ClaimStatus): ClaimCommand["type"][] =>
  (["review", "approve", "reject", "pay", "reverse"] as const).filter((command) => isFrom(command, status));

/** What somebody can ask of a claim: who reviewed it does not approve it as well. A system can, once it says a name. */
export const possibleClaimCommandsFor = (claim: IncentiveClaim, by: Actor): ClaimCommand["type"][] =>
  possibleClaimCommands(claim.status)
    .concat(isTakenAgain(claim, by) ? [claim.status === "reviewed" ? "review" : "approve"] : [])
    .filter((command) => (faultOfPerson(command, claim, by)?.reason ?? "unnamed") === "unnamed");

/** Four eyes: these steps name their person, who must be another than that of the steps listed. */
const apartFrom = {
  review: [],
  approve: ["claimed", "reviewed"],
  pay: ["approved"],
} as const satisfies Partial<Record<ClaimCommand["type"], readonly ClaimStatus[]>>;

const asksForPerson = (command: ClaimCommand["type"]): command is keyof typeof apartFrom =>
  Object.hasOwn(apartFrom, command);

type FaultOfPerson = { reason: "unnamed" | "unnamed-before" | "same-person"; step?: ClaimStatus };

function faultOfPerson(
  command: ClaimCommand["type"],
  { steps, status }: IncentiveClaim,
  by: Actor,
): FaultOfPerson | undefined {
  if (!asksForPerson(command)) return undefined;
  if (!namesPerson(by)) return { reason: "unnamed" };
  const before = apartFrom[command]
    .map((status) => steps.findLast((step) => step.status === status))
    .filter((step) => step !== undefined);
  // An approval that is taken again stands for the review of before as well: who pays is another.
  const isAgain = command === "approve" && status === "approved";
  const unnamed = before.find((step) => step.status !== "claimed" && !isAgain && !namesPerson(step.by));
  if (unnamed !== undefined) return { reason: "unnamed-before", step: unnamed.status };
  const same = before.find((step) => isSamePerson(step.by, by));
  return same && { reason: "same-person", step: same.status };
}

/** A review or approval of before that names nobody can be taken again by somebody with a name: nothing could follow it else. */
const isTakenAgain = ({ status, steps }: IncentiveClaim, by: Actor): boolean =>
  (status === "reviewed" || status === "approved") &&
  namesPerson(by) &&
  !steps.some((step) => step.status === status && namesPerson(step.by));

/**
 * The next step of a claim; undefined when the same has been said already, `already-done-otherwise` when other words stand. `stands`: whether the case is still archived with the
 * agreement the claim rests on. Throws `CommandError`: `illegal-claim-step` with the status, `other-person-required` where
 * one person would be two, `no-claim` once the case is open again.
 */
export function decideClaim(
  command: ClaimCommand,
  claim: IncentiveClaim,
  { at, by, stands }: { at: string; by: Actor; stands: boolean },
): ClaimStep | undefined {
  const { to } = transitions[command.type];
  const said = {
    ...given("reason", "reason" in command ? command.reason : undefined),
    ...given("cause", "cause" in command ? command.cause : undefined),
  };
  const last = claim.steps.at(-1);
  const isAgain = claim.status === to && isTakenAgain(claim, by);
  if (claim.status === to && !isAgain) {
    const isSame = last?.by.organisationId === by.organisationId && last.reason === said.reason;
    if (isSame && (last.cause ?? said.cause) === said.cause) return undefined;
    throw new CommandError("already-done-otherwise", `the claim is ${to} already`, { stands: last });
  }
  if (!isAgain && !isFrom(command.type, claim.status)) {
    throw new CommandError("illegal-claim-step", `a claim that is ${claim.status} cannot be asked to ${command.type}`, {
      status: claim.status,
      possible: possibleClaimCommands(claim.status),
    });
  }
  const fault = faultOfPerson(command.type, claim, by);
  if (fault !== undefined) {
    throw new CommandError(
      "other-person-required",
      `to ${command.type} this claim is for another, named person`,
      fault,
    );
  }
  if (!stands && command.type !== "reject" && command.type !== "reverse") {
    throw new CommandError("no-claim", "the case was opened again: reject the claim", { reason: "not-archived" });
  }
  if (stands && command.type === "reverse" && command.cause === "case_reopened") {
    throw new CommandError("no-claim", "the case is archived, not reopened", { reason: "still-archived" });
  }
  return { status: to, at, by, ...said };
}

/** The claim after one step. */
export const evolveClaim = (claim: IncentiveClaim, step: ClaimStep): IncentiveClaim => ({
  ...claim,
  status: step.status,
  steps: [...claim.steps, step],
});
