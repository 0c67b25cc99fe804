import * as z from "zod";
import { body, documentNumber, lateReason, partyNumber, reasonGiven, reasonNote, timelyBody } from "../body.ts";
import { shanghaiDate } from "../calendar.ts";
import { type CaseClock, type CaseState, caseClock, instant, organisationId } from "../case.ts";
import { clockOf, withClock } from "../case-clocks.ts";
import { clockIn, notBefore, notInFuture, reasonIfLate, requireAllParties } from "../checks.ts";
import { isOverdue } from "../clocks.ts";
import { confirmationSubject } from "../codes.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { mediateClock, performClock } from "../periods.ts";
import { confirmationExtensionReason, confirmationRefusalReason } from "../reasons.ts";
import { verb } from "../verb.ts";
import { closed } from "./closing.ts";

// Confirmation of an agreement (司法确认): the parties apply, the court decides.

const decidedAs = (state: CaseState, number: string): boolean =>
  "confirmation" in state && state.confirmation?.documentNumber === number;

/** The court's period to decide, which runs once it has taken the application up. */
const decisionClock = (state: CaseState): CaseClock | undefined =>
  state.status === "confirming" && state.confirmation.docketedAt !== undefined
    ? clockIn(state, "confirmation")
    : undefined;
const isExtended = (state: CaseState): boolean => decisionClock(state)?.extensions !== undefined;

export const courtVerbs = {
  "file-confirmation": verb({
    words: { en: "Apply to the court for confirmation, all parties together", zh: "共同申请司法确认" },
    transition: 13,
    by: ["holder"],
    from: ["agreed"],
    article: "人民调解法 第33条；人民调解协议司法确认程序若干规定 第4条",
    body: () =>
      body({
        courtId: organisationId(),
        subject: confirmationSubject(),
        filedAt: instant(),
        applicants: z.array(partyNumber()).min(1).max(50).describe("The parties who apply together; all of them must"),
      }),
    names: { courtId: "court" },
    isRepeat: ({ courtId }, state) => state.status === "confirming" && state.confirmation.courtId === courtId,
    events: ({ courtId, subject, filedAt, applicants }, state, { at, rules, calendars }) => {
      notInFuture(filedAt, "/filedAt", at);
      notBefore(shanghaiDate(filedAt), shanghaiDate(state.agreement.effectiveAt), "/filedAt");
      requireAllParties(state, applicants, "/applicants");
      if (subject !== "ordinary") {
        throw new CommandError("not-confirmable", `the court does not confirm an agreement on ${subject}`, {
          path: "/subject",
        });
      }
      const window = clockIn(state, "confirmation-window");
      if (window !== undefined && isOverdue(window.dueAt, filedAt)) {
        throw new CommandError("window-over", "the time to apply for confirmation is over", { dueAt: window.dueAt });
      }
      const clock = clockOf("confirmation", filedAt, rules.confirmation.accept, calendars);
      return [{ type: "confirmation.filed", data: { courtId, filedAt, clock } }];
    },
  }),

  "docket-confirmation": verb({
    words: { en: "The court takes the application up", zh: "法院受理司法确认" },
    transition: 14,
    by: ["court"],
    from: ["confirming"],
    body: timelyBody,
    isOpen: (state) => state.status === "confirming" && state.confirmation.docketedAt === undefined,
    isRepeat: (_, state) => "confirmation" in state && state.confirmation?.docketedAt !== undefined,
    events: ({ lateReason: excuse }, state, context) => {
      const { at, calendars } = context;
      const { confirmation } = context.rules;
      const late = reasonIfLate(clockIn(state, "confirmation"), excuse, context);
      const clocks = [
        clockOf("confirmation", at, confirmation.decide, calendars),
        clockOf("confirmation-outer", at, confirmation.outer, calendars),
      ];
      return [{ type: "confirmation.docketed", data: { docketedAt: at, clocks, ...late } }];
    },
  }),

  "extend-confirmation": verb({
    words: { en: "The court takes more time to decide, once", zh: "法院延长司法确认审查期限" },
    transition: 14,
    by: ["court"],
    from: ["confirming"],
    body: () => reasonGiven(body({ reason: confirmationExtensionReason(), note: reasonNote() })),
    isOpen: (state) => decisionClock(state) !== undefined && !isExtended(state),
    // The law gives one extension.
    isRepeat: (_, state) => isExtended(state),
    events: ({ reason, note }, state, { rules: { confirmation }, calendars }) => {
      const clock = decisionClock(state);
      if (clock === undefined)
        throw new CommandError("illegal-transition", "the court has not taken the application up yet");
      const { days, unit, extendableByDays = 0 } = confirmation.decide;
      const longer = clockOf(clock.kind, clock.startedAt, { days: days + extendableByDays, unit }, calendars);
      const data = { reason, ...given("note", note), clock: { ...longer, extensions: 1 } };
      return [{ type: "confirmation.extended", data }];
    },
  }),

  "grant-confirmation": verb({
    words: { en: "The court confirms the agreement", zh: "法院裁定协议有效" },
    transition: 14,
    by: ["court"],
    from: ["confirming"],
    body: () => body({ documentNumber: documentNumber(), lateReason: lateReason() }),
    isRepeat: (command, state) => decidedAs(state, command.documentNumber),
    events: (command, state, context) => {
      const late = reasonIfLate(clockIn(state, "confirmation"), command.lateReason, context);
      const clock = performClock({ agreement: state.agreement, instalments: [] }, context);
      const data = { documentNumber: command.documentNumber, decidedAt: context.at, clock, ...late };
      return [{ type: "confirmation.granted", data }];
    },
  }),

  "refuse-confirmation": verb({
    words: { en: "The court refuses to confirm", zh: "法院裁定驳回" },
    transition: 14,
    by: ["court"],
    from: ["confirming"],
    body: () =>
      reasonGiven(
        body({
          next: z.enum(["mediating", "void"]),
          lateReason: lateReason(),
          reason: confirmationRefusalReason(),
          note: reasonNote(),
        }),
      ),
    isRepeat: (_, state) =>
      "confirmation" in state &&
      state.confirmation?.decidedAt !== undefined &&
      state.confirmation.documentNumber === undefined,
    events: ({ reason, note, next, lateReason: excuse }, state, context) => {
      const late = reasonIfLate(clockIn(state, "confirmation"), excuse, context);
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

const text = once(() => z.string().max(500));

export const courtEvents = {
  "confirmation.filed": event({
    words: { zh: "申请司法确认", en: "Confirmation applied for" },
    data: () => ({ courtId: organisationId(), filedAt: instant(), clock: caseClock() }),
    on: ["agreed"],
    deadline: ({ clock }) => clock.dueAt,
    evolve: (state, { data: { courtId, filedAt, clock } }) => ({
      ...state,
      status: "confirming",
      confirmation: { courtId, filedAt },
      clocks: [clock],
    }),
  }),

  "confirmation.docketed": event({
    words: { zh: "法院受理确认申请", en: "Taken up by the court" },
    data: () => ({ docketedAt: instant(), clocks: z.array(caseClock()), lateReason: text().exactOptional() }),
    on: ["confirming"],
    evolve: (state, { data: { docketedAt, clocks } }) => ({
      ...state,
      confirmation: { ...state.confirmation, docketedAt },
      clocks,
    }),
  }),

  "confirmation.extended": event({
    words: { zh: "法院延长审查期限", en: "Time for the court's decision extended" },
    data: () => ({ reason: confirmationExtensionReason(), note: text().exactOptional(), clock: caseClock() }),
    on: ["confirming"],
    evolve: (state, { data }) => ({ ...state, clocks: withClock(state.clocks, data.clock) }),
  }),

  "confirmation.granted": event({
    words: { zh: "裁定协议有效", en: "Confirmed by the court" },
    data: () => ({
      documentNumber: z.string().max(80),
      decidedAt: instant(),
      clock: caseClock(),
      lateReason: text().exactOptional(),
    }),
    on: ["confirming"],
    evolve: (state, { data: { documentNumber: number, decidedAt, clock } }) => ({
      ...state,
      status: "performing",
      confirmation: { ...state.confirmation, documentNumber: number, decidedAt },
      clocks: [clock],
      instalments: [],
    }),
  }),

  "confirmation.refused": event({
    words: { zh: "裁定驳回确认申请", en: "Confirmation refused" },
    data: () => ({
      reason: confirmationRefusalReason(),
      note: text().exactOptional(),
      decidedAt: instant(),
      clocks: z.array(caseClock()),
      lateReason: text().exactOptional(),
    }),
    on: ["confirming"],
    evolve: ({ agreement: _, confirmation, ...state }, { at, data: { decidedAt, clocks } }) => ({
      ...state,
      status: "mediating",
      clocks,
      confirmation: { ...confirmation, decidedAt },
      papersSince: at,
    }),
  }),
};
