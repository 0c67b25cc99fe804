import * as z from "zod";
import { body, plainBody } from "../body.ts";
import { addCalendarDays, shanghaiDate } from "../calendar.ts";
import { caseClock, day, excludedDays, instant, organisationId, ownPeriod } from "../case.ts";
import { clockOf, withClock, withPauses } from "../case-clocks.ts";
import {
  beforeClose,
  type CaseState,
  everyState,
  isAcknowledged,
  isConcluded,
  isOver,
  openReferrals,
} from "../case-state.ts";
import { channelDefinitions, isOwnPeriod } from "../channels.ts";
import { dayNotInFuture, notBefore } from "../checks.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { acknowledged, agreementAcknowledged, insisted, withLongerPeriod, withoutDays } from "../evolve-referrals.ts";
import { hasFailed } from "../failed.ts";
import { exclusionReason } from "../reasons.ts";
import { endOf } from "../result-fields.ts";
import {
  clocksFromInsistence,
  extensionsAllowed,
  knowsInsistence,
  ownRunning,
  withoutAnswered,
} from "../sender-clocks.ts";
import { verb } from "../verb.ts";
import { refuseIdleInsistence } from "./closing.ts";

// The referrer gets its result and acknowledges it.

const hasAcknowledged = (state: CaseState, agencyId: string): boolean =>
  state.referrals.some((sent) => sent.agencyId === agencyId && sent.acknowledgedAt !== undefined);

export const resultVerbs = {
  "insist-on-suit": verb({
    words: { en: "Note that a party insists on suing", zh: "登记当事人坚持起诉" },
    transition: 12,
    by: ["holder", "referrer"],
    from: ["closed", "archived"],
    article: "人民法院特邀调解规定 第21条",
    body: () => body({ insistedOn: day() }),
    isOpen: (state) => mayInsist(state) && !hasInsisted(state),
    isRepeat: ({ insistedOn }, state) => state.referrals.some((sent) => sent.insistedOn === insistedOn),
    events: ({ insistedOn }, state, context) => {
      if (!mayInsist(state) || hasInsisted(state)) {
        throw new CommandError(
          "illegal-transition",
          "no court has to docket the case, or that a party insists is noted",
        );
      }
      refuseIdleInsistence(state, insistedOn, context);
      notBefore(insistedOn, shanghaiDate(state.closedAt), "/insistedOn");
      const sent = insisted(state.referrals, insistedOn);
      const clocks = clocksFromInsistence(openReferrals({ referrals: sent }), endOf(state), context);
      return [{ type: "suit.insisted", data: { insistedOn, senderClocks: [...state.senderClocks, ...clocks] } }];
    },
  }),

  "extend-own-period": verb({
    words: { en: "Note an extension of your own period", zh: "登记本机关延长自身期限" },
    transition: 10,
    by: ["referrer"],
    from: [...beforeClose, "closed", "archived"],
    body: () =>
      body({
        clock: ownPeriod(),
        extension: z.int().min(1).max(9).exactOptional().describe("Which extension it is; the first, when absent"),
      }),
    isOpen: ({ senderClocks }) => senderClocks.some(({ kind }) => isOwnPeriod(kind)),
    isRepeat: ({ clock, extension = 1 }, { senderClocks }) =>
      senderClocks.some(({ kind, extensions = 0 }) => kind === clock && extensions >= extension),
    events: ({ clock: kind, extension = 1 }, state, context) => {
      const own = ownRunning(state, kind, context);
      if (own === undefined) throw new CommandError("illegal-transition", `no ${kind} of yours runs`);
      const { extensions = 0, startedAt, pauses = [] } = own.running;
      const next = extensions + 1;
      if (next > extensionsAllowed(own.rule) || extension > next) {
        const allowed = extensionsAllowed(own.rule);
        const message = {
          en: `the law allows ${allowed} extensions, and there are ${extensions}`,
          zh: `依法可延长 ${allowed} 次，已延长 ${extensions} 次。`,
        };
        throw new CommandError("no-later-date", message, { path: "/extension" });
      }
      const { days, unit, extendableByDays = 0 } = own.rule;
      const longer = clockOf(kind, startedAt, { days: days + next * extendableByDays, unit }, context.calendars);
      const clock = { ...withPauses(longer, pauses, context.calendars), extensions: next };
      return [{ type: "own_period.extended", data: { clock } }];
    },
  }),

  "exclude-days": verb({
    words: {
      en: "Exclude days from your own period",
      zh: "登记不计入本机关期限的鉴定、听证期间",
    },
    transition: 10,
    by: ["referrer"],
    from: [...beforeClose, "closed", "archived"],
    article: "治安管理处罚法 第118条",
    body: () =>
      body({ clock: ownPeriod(), reason: exclusionReason(), from: day(), to: day() }).refine(
        ({ from, to }) => from <= to,
        {
          path: ["to"],
          error: "time-before",
        },
      ),
    isOpen: ({ senderClocks }) => senderClocks.some(({ kind }) => isOwnPeriod(kind)),
    isRepeat: ({ clock, from, to }, { referrals }, { by }) =>
      referrals.some(
        ({ agencyId, excludedDays = [] }) =>
          agencyId === by.organisationId &&
          excludedDays.some((days) => days.clock === clock && days.from === from && days.to === to),
      ),
    events: ({ clock: kind, reason, from, to }, state, context) => {
      const own = ownRunning(state, kind, context);
      if (own === undefined) throw new CommandError("illegal-transition", `no ${kind} of yours runs`);
      if (own.rule.excludes?.includes(reason) !== true) {
        throw new CommandError("illegal-transition", `all days count in this period, those of the ${reason} too`);
      }
      dayNotInFuture(to, "/to", context.at);
      const { warned: _warned, breached: _breached, pauses = [], ...running } = own.running;
      const lastPause = pauses.at(-1)?.to ?? "";
      notBefore(from, shanghaiDate(running.startedAt), "/from");
      notBefore(from, lastPause, "/from");
      if (from === lastPause) {
        throw new CommandError("time-before", `${from} does not count already`, { path: "/from" });
      }
      const clock = withPauses(running, [...pauses, { from: addCalendarDays(from, -1), to }], context.calendars);
      if (from >= shanghaiDate(running.dueAt) || clock.dueAt <= running.dueAt) {
        throw new CommandError("no-later-date", "the period was over before these days", { path: "/from" });
      }
      return [{ type: "own_period.paused", data: { clock, days: { clock: kind, reason, from, to } } }];
    },
  }),

  "acknowledge-result": verb({
    words: { en: "Acknowledge the result", zh: "反馈签收" },
    transition: 23,
    by: ["referrer"],
    from: ["agreed", "confirming", "performing", "closed"],
    leadsOn: { closed: 1 },
    settles: "acknowledge-result",
    alias: "acknowledge",
    onMany: true,
    body: plainBody(),
    isOpen: (state) => (state.status === "closed" ? !isAcknowledged(state) : learnsOfAgreement(state).length > 0),
    isRepeat: (_, state, { by }) =>
      isOver(state)
        ? hasAcknowledged(state, by.organisationId)
        : isConcluded(state) &&
          state.referrals.some(
            (sent) => sent.agencyId === by.organisationId && sent.agreementAcknowledgedAt !== undefined,
          ),
    events: (_, state, { by }) => {
      if (state.status !== "closed" && !learnsOfAgreement(state).includes(by.organisationId)) {
        throw new CommandError("illegal-transition", "the case has no result for you yet");
      }
      return [{ type: "result.acknowledged", data: { agencyId: by.organisationId } }];
    },
  }),
};

/** The agencies that get the agreement as soon as it is reached and have yet to acknowledge it. */
const learnsOfAgreement = (state: CaseState): string[] =>
  openReferrals(state)
    .filter(
      ({ channel, agreementAcknowledgedAt }) =>
        channelDefinitions[channel].learnsOfAgreement && agreementAcknowledgedAt === undefined,
    )
    .map(({ agencyId }) => agencyId);

/** Whether nothing was agreed in a case of a court that has not docketed it. */
const mayInsist = (state: CaseState): boolean =>
  isOver(state) &&
  hasFailed(state.outcome, state.assignment !== undefined) &&
  state.agreement === undefined &&
  openReferrals(state).some(({ channel }) => knowsInsistence(channel));
const hasInsisted = (state: CaseState): boolean => state.referrals.some(({ insistedOn }) => insistedOn !== undefined);

export const resultEvents = {
  "own_period.extended": event({
    words: { zh: "移送机关延长自身期限", en: "The referrer's own period extended" },
    data: () => ({ clock: caseClock() }),
    on: everyState,
    evolve: (state, { by, data: { clock } }) => ({
      ...state,
      referrals: withLongerPeriod(state.referrals, by.organisationId, clock.kind),
      senderClocks: withClock(state.senderClocks, clock),
    }),
  }),

  "own_period.paused": event({
    words: { zh: "移送机关期限扣除", en: "Days excluded from the referrer's own period" },
    data: () => ({ clock: caseClock(), days: excludedDays() }),
    on: everyState,
    evolve: (state, { by, data: { clock, days } }) => ({
      ...state,
      referrals: withoutDays(state.referrals, by.organisationId, days),
      senderClocks: withClock(state.senderClocks, clock),
    }),
  }),

  "suit.insisted": event({
    words: { zh: "当事人坚持起诉", en: "A party insists on suing" },
    data: () => ({ insistedOn: day(), senderClocks: z.array(caseClock()) }),
    on: ["closed", "archived"],
    evolve: (state, { data: { insistedOn, senderClocks } }) => ({
      ...state,
      referrals: insisted(state.referrals, insistedOn),
      senderClocks,
    }),
  }),

  "result.reminded": event({
    words: { zh: "催告签收结果", en: "Reminded of the result" },
    isNote: true,
    data: () => ({ remindAt: instant() }),
    on: ["closed"],
    figures: "check",
    evolve: (state, { data }) => ({ ...state, remindAt: data.remindAt }),
  }),

  "result.acknowledged": event({
    words: { zh: "反馈签收", en: "Result acknowledged" },
    data: () => ({ agencyId: organisationId() }),
    on: ["agreed", "confirming", "performing", "closed"],
    figures: "check",
    evolve: (state, { at, data }) =>
      isOver(state)
        ? withoutAnswered({ ...state, referrals: acknowledged(state.referrals, at, data.agencyId) })
        : { ...state, referrals: agreementAcknowledged(state.referrals, at, data.agencyId) },
  }),
};
