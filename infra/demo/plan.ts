import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import { channelDefinitions } from "../../shared/domain/channels.ts";
import type { AgreementForm, Channel, ClosingOutcome } from "../../shared/domain/codes.ts";
import { type DeclineReason, type FailureReason, failureReason } from "../../shared/domain/reasons.ts";
import type { Random } from "./random.ts";

/** How a case ends, once a body works on it. */
export type Course =
  | { kind: "performed"; form: AgreementForm; how: "at-once" | "by-instalments" | "confirmed" }
  | { kind: "confirmation-refused"; next: "mediating" | "void" }
  | { kind: "defaulted" }
  | { kind: "refused" }
  | { kind: "failed"; reason: FailureReason }
  | { kind: "runs-out" }
  | { kind: "withdrawn" }
  | { kind: "recalled" }
  | { kind: "not-accepted" }
  /** Something comes to light, and the coordinator ends the mediation. */
  | { kind: "stopped" }
  | { kind: "merged" };

/** What happens on the way. */
export type Detour =
  | { kind: "none" }
  | { kind: "silence" }
  | { kind: "decline"; reason: DeclineReason }
  | { kind: "escalate" }
  | { kind: "transfer"; track: "administrative" | "judicial"; to: string }
  /** The body asks for what it lacks, and the referrer corrects what it sent. */
  | { kind: "corrected" }
  /** The coordinator moves the accepted case to another body. */
  | { kind: "moved" }
  | { kind: "suspend" }
  | { kind: "extend" }
  | { kind: "danger" }
  | { kind: "violence" }
  /** Something comes to light, and the coordinator lets mediation go on. */
  | { kind: "found" }
  | { kind: "sign-late" }
  | { kind: "no-place" }
  | { kind: "place-later"; place: string }
  | { kind: "reopen" };

/** What becomes of a case, decided beforehand so that a run can be repeated. */
export type Plan = {
  referrerId: string;
  referral: ReferralSubmission;
  postedTwice: boolean;
  course: Course;
  detour: Detour;
  /** The case that this one is merged into: the same quarrel, sent before by another agency. */
  sameAs?: Plan;
  /** Whether the file is completed and archived in the demo's time. */
  archived: boolean;
  /** Another agency is about to send the same quarrel, so that the body takes its time. */
  hasTwin: boolean;
  /** It is sent on once it has failed, and what the target answers first. */
  sending?: "accepted" | "returned";
  /** It lies where a studio has a sub-office. */
  isForSubOffice?: true;
};

const performed = (how: "at-once" | "by-instalments" | "confirmed", form: AgreementForm = "written"): Course => ({
  kind: "performed",
  form,
  how,
});
const mediatedFailures = failureReason().options.filter(
  (reason) => reason !== "refused_by_party" && reason !== "period_over",
);

/** So many courses, in the proportions of a year. */
export function dealCourses(random: Random, count: number): Course[] {
  return random.dealt<Course>(count, [
    [42, performed("at-once")],
    [8, performed("at-once", "oral")],
    [6, performed("by-instalments")],
    [9, performed("confirmed")],
    [2, { kind: "confirmation-refused", next: "mediating" }],
    [1, { kind: "confirmation-refused", next: "void" }],
    [4, { kind: "defaulted" }],
    [7, { kind: "refused" }],
    ...mediatedFailures.map((reason): readonly [number, Course] => [2, { kind: "failed", reason }]),
    [3, { kind: "runs-out" }],
    [3, { kind: "withdrawn" }],
    [3, { kind: "recalled" }],
    [2, { kind: "not-accepted" }],
    [1, { kind: "stopped" }],
  ]);
}

/** Who is transferred to, of the other two kinds of mediation. */
const transferees = { administrative: "administrative-1", judicial: "court" } as const;
export const mediatingAgencies: readonly string[] = Object.values(transferees);

const declines: readonly DeclineReason[] = ["no_capacity", "conflict_of_interest", "lacks_expertise", "out_of_scope"];

/** So many detours; most cases take none. */
export function dealDetours(random: Random, count: number, places: readonly string[]): Detour[] {
  return random.dealt<Detour>(count, [
    [48, { kind: "none" }],
    [6, { kind: "silence" }],
    ...declines.map((reason): readonly [number, Detour] => [2, { kind: "decline", reason }]),
    [5, { kind: "escalate" }],
    [2, { kind: "transfer", track: "administrative", to: transferees.administrative }],
    [2, { kind: "transfer", track: "judicial", to: transferees.judicial }],
    [3, { kind: "corrected" }],
    [3, { kind: "moved" }],
    [4, { kind: "suspend" }],
    [4, { kind: "extend" }],
    [3, { kind: "danger" }],
    [2, { kind: "violence" }],
    [2, { kind: "found" }],
    [5, { kind: "sign-late" }],
    [2, { kind: "no-place" }],
    [2, { kind: "place-later", place: random.pick(places) }],
    [1, { kind: "reopen" }],
  ]);
}

/** Committees register what comes to them, and then mediate it themselves. */
export const isOwn = (channel: Channel): boolean => channelDefinitions[channel].isOwn;

/** The course as the channel allows it: nobody recalls what it sent to itself. */
export function courseFor(channel: Channel, course: Course, detour: Detour): Course {
  if (detour.kind === "reopen") return { kind: "failed", reason: "positions_too_far_apart" };
  return isOwn(channel) && course.kind === "recalled" ? performed("at-once") : course;
}

/** The detour as channel and course allow it; else none. */
export function detourFor(channel: Channel, course: Course, detour: Detour): Detour {
  const early = ["recalled", "not-accepted", "merged"].includes(course.kind);
  const sits = !early && !["refused", "runs-out", "stopped"].includes(course.kind);
  const fits: Record<Detour["kind"], boolean> = {
    none: true,
    silence: !isOwn(channel) && !early,
    decline: !isOwn(channel) && !early,
    escalate: !early,
    transfer: !early,
    corrected: sits && !isOwn(channel),
    moved: !isOwn(channel) && !early,
    suspend: sits,
    extend: sits,
    danger: sits,
    violence: !early,
    found: sits,
    "sign-late": !isOwn(channel) && course.kind !== "recalled",
    "no-place": !isOwn(channel) && !early,
    "place-later": !isOwn(channel) && !early,
    reopen: true,
  };
  return fits[detour.kind] ? detour : { kind: "none" };
}

/** How the case must have ended. */
export function outcomeOf({ course, detour }: Pick<Plan, "course" | "detour">): ClosingOutcome {
  if (detour.kind === "reopen") return "performed";
  switch (course.kind) {
    case "performed":
      return "performed";
    case "confirmation-refused":
      return course.next === "void" ? "void" : "performed";
    case "refused":
    case "failed":
    case "runs-out":
      return "failed";
    case "not-accepted":
    case "stopped":
      return "not_accepted";
    case "defaulted":
    case "withdrawn":
    case "recalled":
    case "merged":
      return course.kind;
  }
}
