import { shanghaiDate } from "../calendar.ts";
import type { CaseClock, CaseState } from "../case.ts";
import { clockOf } from "../case-clocks.ts";
import { isOverdue } from "../clocks.ts";
import { Refusal } from "../refusal.ts";
import { given, type Steps, step } from "../step.ts";
import {
  clockIn,
  closed,
  mediateClock,
  notBefore,
  notInFuture,
  performClock,
  reasonIfLate,
  requireAllParties,
} from "./happenings.ts";

const decidedAs = (state: CaseState, documentNumber: string): boolean =>
  "confirmation" in state && state.confirmation?.documentNumber === documentNumber;

/** The court's period to decide, which runs once it has taken the application up. */
const decisionClock = (state: CaseState): CaseClock | undefined =>
  state.status === "confirming" && state.confirmation.docketedAt !== undefined
    ? clockIn(state, "confirmation")
    : undefined;
const isExtended = (state: CaseState): boolean => decisionClock(state)?.extensions !== undefined;

export const courtSteps: Steps<
  "file-confirmation" | "docket-confirmation" | "extend-confirmation" | "grant-confirmation" | "refuse-confirmation"
> = {
  "file-confirmation": step({
    transition: 13,
    by: ["holder"],
    from: ["agreed"],
    article: "人民调解法 第33条；人民调解协议司法确认程序若干规定 第4条",
    isRepeat: ({ courtId }, state) => state.status === "confirming" && state.confirmation.courtId === courtId,
    happenings: ({ courtId, subject, filedAt, applicants }, state, { at, rules, calendars }) => {
      notInFuture(filedAt, "/filedAt", at);
      notBefore(shanghaiDate(filedAt), shanghaiDate(state.agreement.effectiveAt), "/filedAt");
      requireAllParties(state, applicants, "/applicants");
      if (subject !== "ordinary") {
        throw new Refusal("not-confirmable", `the court does not confirm an agreement on ${subject}`, {
          path: "/subject",
        });
      }
      const window = clockIn(state, "confirmation-window");
      if (window !== undefined && isOverdue(window.dueAt, filedAt)) {
        throw new Refusal("window-over", "the time to apply for confirmation is over", { dueAt: window.dueAt });
      }
      const clock = clockOf("confirmation", filedAt, rules.confirmation.accept, calendars);
      return [{ type: "confirmation.filed", data: { courtId, filedAt, clock } }];
    },
  }),

  "docket-confirmation": step({
    transition: 14,
    by: ["court"],
    from: ["confirming"],
    isOpen: (state) => state.status === "confirming" && state.confirmation.docketedAt === undefined,
    isRepeat: (_, state) => "confirmation" in state && state.confirmation?.docketedAt !== undefined,
    happenings: ({ lateReason }, state, context) => {
      const { at, calendars } = context;
      const { confirmation } = context.rules;
      const late = reasonIfLate(clockIn(state, "confirmation"), lateReason, context);
      const clocks = [
        clockOf("confirmation", at, confirmation.decide, calendars),
        clockOf("confirmation-outer", at, confirmation.outer, calendars),
      ];
      return [{ type: "confirmation.docketed", data: { docketedAt: at, clocks, ...late } }];
    },
  }),

  "extend-confirmation": step({
    transition: 14,
    by: ["court"],
    from: ["confirming"],
    isOpen: (state) => decisionClock(state) !== undefined && !isExtended(state),
    // The law gives one extension.
    isRepeat: (_, state) => isExtended(state),
    happenings: ({ reason, note }, state, { rules: { confirmation }, calendars }) => {
      const clock = decisionClock(state);
      if (clock === undefined)
        throw new Refusal("illegal-transition", "the court has not taken the application up yet");
      const { days, unit, extendableByDays = 0 } = confirmation.decide;
      const longer = clockOf(clock.kind, clock.startedAt, { days: days + extendableByDays, unit }, calendars);
      const data = { reason, ...given("note", note), clock: { ...longer, extensions: 1 } };
      return [{ type: "confirmation.extended", data }];
    },
  }),

  "grant-confirmation": step({
    transition: 14,
    by: ["court"],
    from: ["confirming"],
    isRepeat: ({ documentNumber }, state) => decidedAs(state, documentNumber),
    happenings: ({ documentNumber, lateReason }, state, context) => {
      const late = reasonIfLate(clockIn(state, "confirmation"), lateReason, context);
      const clock = performClock({ agreement: state.agreement, instalments: [] }, context);
      const data = { documentNumber, decidedAt: context.at, clock, ...late };
      return [{ type: "confirmation.granted", data }];
    },
  }),

  "refuse-confirmation": step({
    transition: 14,
    by: ["court"],
    from: ["confirming"],
    isRepeat: (_, state) =>
      "confirmation" in state &&
      state.confirmation?.decidedAt !== undefined &&
      state.confirmation.documentNumber === undefined,
    happenings: ({ reason, note, next, lateReason }, state, context) => {
      const late = reasonIfLate(clockIn(state, "confirmation"), lateReason, context);
      const decidedAt = context.at;
      // Back in mediation the parties get the channel's period anew: the old one ran out while the court decided.
      const clocks = next === "mediating" ? [mediateClock(state, context, { receivedAt: decidedAt })] : [];
      const refused = {
        type: "confirmation.refused",
        data: { reason, ...given("note", note), decidedAt, clocks, ...late },
      } as const;
      return next === "mediating" ? [refused] : [refused, closed("void", state, context, given("note", note))];
    },
  }),
};
