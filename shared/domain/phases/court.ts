import * as z from "zod";
import { bodiesOf } from "../audience.ts";
import { body, documentNumber, lateReason, note, partyNumber, reasonGiven, reasonNote, timelyBody } from "../body.ts";
import { shanghaiDate } from "../calendar.ts";
import { type CaseClock, caseClock, instant, organisationId } from "../case.ts";
import { clockOf, withClock, withoutClocks } from "../case-clocks.ts";
import type { CaseState, StateIn } from "../case-state.ts";
import { clockIn, notBefore, notInFuture, reasonIfLate, requireAllParties } from "../checks.ts";
import { isOverdue } from "../clocks.ts";
import { afterRefusal, confirmationSubject } from "../codes.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { confirmationWindow, mediateClock, performClock } from "../periods.ts";
import { confirmationExtensionReason, confirmationRefusalReason } from "../reasons.ts";
import { type DecisionContext, verb } from "../verb.ts";
import { closed } from "./closing.ts";

// Confirmation of an agreement (司法确认): the parties apply, the court decides.

const decidedAs = (state: CaseState, number: string): boolean => state.confirmation?.documentNumber === number;

/** The court's period to decide, which runs once it has taken the application up. */
const decisionClock = (state: CaseState): CaseClock | undefined =>
  state.status === "confirming" && state.confirmation.docketedAt !== undefined
    ? clockIn(state, "confirmation")
    : undefined;
const isExtended = (state: CaseState): boolean => decisionClock(state)?.extensions !== undefined;

export const courtVerbs = {
  "file-confirmation": verb({
    words: { en: "Apply to the court for confirmation", zh: "共同申请司法确认" },
    transition: 13,
    by: ["holder"],
    from: ["agreed", "performing"],
    article: "民事诉讼法 第205条；人民调解法 第33条；民事诉讼法司法解释 第355条",
    leadsOn: { agreed: 3 },
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
      const decidedBefore = state.confirmation?.decidedAt !== undefined;
      if (decidedBefore)
        throw new CommandError("illegal-transition", "the court has decided on this agreement already");
      const { article } = rules.writtenForm?.confirmation ?? {};
      if (article !== undefined && state.agreement.form === "oral") {
        throw new CommandError("written-form-required", `what is filed with a court is in writing: ${article}`, {
          article,
        });
      }
      notInFuture(filedAt, "/filedAt", at);
      notBefore(shanghaiDate(filedAt), shanghaiDate(state.agreement.effectiveAt), "/filedAt");
      requireAllParties(state, applicants, "/applicants");
      if (subject !== "ordinary") {
        throw new CommandError("not-confirmable", `the court does not confirm an agreement on ${subject}`, {
          path: "/subject",
        });
      }
      const window = confirmationWindow(state.agreement, { rules, calendars });
      if (isOverdue(window.dueAt, filedAt)) {
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
    within: ["confirmation"],
    leadsOn: { confirming: 1 },
    settles: "docket-confirmation",
    body: timelyBody(),
    isOpen: (state) => state.status === "confirming" && state.confirmation.docketedAt === undefined,
    isRepeat: (_, state) => state.confirmation?.docketedAt !== undefined,
    events: ({ lateReason: excuse }, state, context) => {
      const { at, calendars, rules } = context;
      const late = reasonIfLate(clockIn(state, "confirmation"), excuse, context);
      const clocks = [
        clockOf("confirmation", at, rules.confirmation.decide, calendars),
        clockOf("confirmation-outer", at, rules.confirmation.outer, calendars),
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
    isRepeat: ({ reason }, state) =>
      state.status === "confirming" && isExtended(state) && (state.confirmation.extendedFor ?? reason) === reason,
    events: ({ reason, note }, state, { rules: { confirmation }, calendars }) => {
      const clock = decisionClock(state);
      if (isExtended(state)) throw new CommandError("illegal-transition", "the law gives one extension");
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
    within: ["confirmation"],
    leadsOn: { confirming: 2 },
    settles: "decide-confirmation",
    body: () => body({ documentNumber: documentNumber(), lateReason: lateReason() }),
    isRepeat: (command, state) => decidedAs(state, command.documentNumber),
    events: (command, state, context) => {
      const late = reasonIfLate(clockIn(state, "confirmation"), command.lateReason, context);
      const { agreement, instalments = [] } = state;
      const clock = performClock({ agreement, instalments }, context);
      const data = { documentNumber: command.documentNumber, decidedAt: context.at, clock, ...late };
      return [{ type: "confirmation.granted", data }, ...closedIfPerformed(state, context)];
    },
  }),

  "withdraw-confirmation": verb({
    words: { en: "Take the application for confirmation back", zh: "撤回司法确认申请" },
    transition: 13,
    by: ["holder", "court"],
    from: ["confirming"],
    article: "民事诉讼法司法解释 第357条",
    body: () => body({ note: note().exactOptional().describe("Why the parties take it back") }),
    isRepeat: (_, { status }) => status === "agreed" || status === "performing" || status === "closed",
    events: ({ note: why }, state, context) => {
      const { agreement, instalments = [] } = state;
      const window = confirmationWindow(agreement, context);
      const clocks = [
        ...(isOverdue(window.dueAt, context.at) ? [] : [window]),
        clockIn(state, "perform") ?? performClock({ agreement, instalments }, context),
      ];
      const { courtId } = state.confirmation;
      const withdrawn = { type: "confirmation.withdrawn", data: { courtId, ...given("note", why), clocks } } as const;
      return [withdrawn, ...closedIfPerformed(state, context)];
    },
  }),

  "refuse-confirmation": verb({
    words: { en: "The court refuses to confirm", zh: "法院裁定驳回" },
    transition: 14,
    by: ["court"],
    from: ["confirming"],
    within: ["confirmation"],
    settles: "decide-confirmation",
    foretells: {
      zh: "本次司法确认以驳回告终，不能在平台上改回；按所选的去向，本案继续调解、继续履行或以协议无效结案，并通知有关单位。",
      en: "The application ends as refused, which cannot be changed here. As you chose, the case goes on in mediation or performance, or ends as its agreement is void.",
    },
    body: () =>
      reasonGiven(
        body({
          next: afterRefusal(),
          lateReason: lateReason(),
          reason: confirmationRefusalReason(),
          note: reasonNote(),
        }),
      ),
    isRepeat: (_, state) =>
      state.confirmation?.decidedAt !== undefined && state.confirmation.documentNumber === undefined,
    events: ({ reason, note, next, lateReason: excuse }, state, context) => {
      const late = reasonIfLate(clockIn(state, "confirmation"), excuse, context);
      const decidedAt = context.at;
      // Back in mediation the parties get the channel's period again: the old one ran out while the court decided.
      const { agreement, instalments = [] } = state;
      const clocks = {
        mediating: () => [mediateClock(state, context, { receivedAt: decidedAt })],
        performing: () => [performClock({ agreement, instalments }, context)],
        void: () => [],
      }[next]();
      const refused = {
        type: "confirmation.refused",
        data: { reason, ...given("note", note), decidedAt, clocks, next, ...late },
      } as const;
      if (next === "void") return [refused, closed("void", state, context, given("note", note))];
      return [refused, ...(next === "performing" ? closedIfPerformed(state, context) : [])];
    },
  }),
};

/** A case that was performed in full while the court decided ends once the court is done. */
const closedIfPerformed = (state: StateIn<"confirming">, context: DecisionContext): NewEvent[] =>
  state.performedOn === undefined ? [] : [closed("performed", state, context)];

const text = once(() => z.string().max(500));

export const courtEvents = {
  "confirmation.filed": event({
    words: { zh: "申请司法确认", en: "Confirmation applied for" },
    data: () => ({ courtId: organisationId(), filedAt: instant(), clock: caseClock() }),
    on: ["agreed", "performing"],
    deadline: ({ clock }) => clock.dueAt,
    // Performance goes on beside it, by its own clock.
    evolve: (state, { data: { courtId, filedAt, clock } }) => ({
      ...state,
      status: "confirming",
      confirmation: { courtId, filedAt },
      clocks: withClock(withoutClocks(state.clocks, "confirmation-window"), clock),
    }),
  }),

  "confirmation.docketed": event({
    words: { zh: "法院受理确认申请", en: "Taken up by the court" },
    data: () => ({ docketedAt: instant(), clocks: z.array(caseClock()), lateReason: text().exactOptional() }),
    on: ["confirming"],
    evolve: (state, { data: { docketedAt, clocks } }) => ({
      ...state,
      confirmation: { ...state.confirmation, docketedAt },
      clocks: clocks.reduce(withClock, state.clocks),
    }),
  }),

  "confirmation.extended": event({
    words: { zh: "法院延长审查期限", en: "Time for the court's decision extended" },
    data: () => ({ reason: confirmationExtensionReason(), note: text().exactOptional(), clock: caseClock() }),
    on: ["confirming"],
    evolve: (state, { data }) => ({
      ...state,
      confirmation: { ...state.confirmation, extendedFor: data.reason },
      clocks: withClock(state.clocks, data.clock),
    }),
  }),

  "confirmation.withdrawn": event({
    words: { zh: "撤回司法确认申请", en: "Application for confirmation taken back" },
    data: () => ({ courtId: organisationId(), note: text().exactOptional(), clocks: z.array(caseClock()) }),
    on: ["confirming"],
    told: {
      who: { en: "The bodies of the case, and the court", zh: "本案有关单位及人民法院" },
      ids: ({ after, data }) => [...bodiesOf(after), data.courtId],
    },
    evolve: (
      { confirmation: _confirmation, performedOn: _performedOn, instalments, ...state },
      { data: { clocks } },
    ) =>
      instalments === undefined
        ? { ...state, status: "agreed", clocks }
        : { ...state, status: "performing", clocks, instalments },
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
    evolve: (
      { performedOn: _, instalments = [], ...state },
      { data: { documentNumber: number, decidedAt, clock } },
    ) => ({
      ...state,
      status: "performing",
      confirmation: { ...state.confirmation, documentNumber: number, decidedAt },
      clocks: [clock],
      instalments,
    }),
  }),

  "confirmation.refused": event({
    words: { zh: "裁定驳回确认申请", en: "Confirmation refused" },
    data: () => ({
      reason: confirmationRefusalReason(),
      note: text().exactOptional(),
      decidedAt: instant(),
      clocks: z.array(caseClock()),
      /** Absent in earlier events, after which the agreement was gone. */
      next: z.enum(["performing", "mediating", "void"]).exactOptional(),
      lateReason: text().exactOptional(),
    }),
    on: ["confirming"],
    evolve: (state, { at, data: { decidedAt, clocks, next } }) => {
      const { agreement, confirmation, instalments = [], performedOn: _performedOn, lastVisitOn, ...others } = state;
      const decided = { ...others, confirmation: { ...confirmation, decidedAt }, clocks };
      if (next === "performing" || next === "void") {
        return { ...decided, status: "performing", agreement, instalments, ...given("lastVisitOn", lastVisitOn) };
      }
      const standing = next === undefined ? {} : { agreement };
      return { ...decided, status: "mediating", ...standing, papersSince: at };
    },
  }),
};
