import { body, plainBody } from "../body.ts";
import {
  beforeClose,
  type CaseClock,
  type CaseState,
  caseClock,
  everyState,
  instant,
  isAcknowledged,
  organisationId,
  ownPeriod,
} from "../case.ts";
import { withClock } from "../case-clocks.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { acknowledged, withLongerPeriod } from "../evolve-referrals.ts";
import { extendedFor, withoutAnswered } from "../sender-clocks.ts";
import { verb } from "../verb.ts";

// The referrer gets its result and acknowledges it.

const isOwnPeriod = (kind: CaseClock["kind"]): boolean => ownPeriod().options.some((own) => own === kind);
const hasAcknowledged = (state: CaseState, agencyId: string): boolean =>
  state.referrals.some((sent) => sent.agencyId === agencyId && sent.acknowledgedAt !== undefined);

export const resultVerbs = {
  "extend-own-period": verb({
    words: { en: "Note that your house has extended its own period, once", zh: "登记本机关延长自身期限" },
    transition: 10,
    by: ["referrer"],
    from: [...beforeClose, "closed", "archived"],
    body: () => body({ clock: ownPeriod() }),
    isOpen: ({ senderClocks }) =>
      senderClocks.some(({ kind, extensions }) => isOwnPeriod(kind) && extensions === undefined),
    isRepeat: ({ clock }, { senderClocks }) =>
      senderClocks.some(({ kind, extensions }) => kind === clock && extensions !== undefined),
    events: ({ clock: kind }, state, context) => {
      const clock = extendedFor(state, kind, context);
      if (clock === undefined) throw new CommandError("illegal-transition", `no ${kind} of yours runs`);
      return [{ type: "own_period.extended", data: { clock } }];
    },
  }),

  "acknowledge-result": verb({
    words: { en: "Acknowledge the result, which closes the loop", zh: "反馈签收" },
    transition: 23,
    by: ["referrer"],
    from: ["closed"],
    body: plainBody,
    isOpen: (state) => !isAcknowledged(state),
    isRepeat: (_, state, { by }) => hasAcknowledged(state, by.organisationId),
    events: (_, __, { by }) => [{ type: "result.acknowledged", data: { agencyId: by.organisationId } }],
  }),
};

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

  "result.reminded": event({
    words: { zh: "催告签收结果", en: "Reminded of the result" },
    data: () => ({ remindAt: instant() }),
    on: ["closed"],
    figures: "check",
    evolve: (state, { data }) => ({ ...state, remindAt: data.remindAt }),
  }),

  "result.acknowledged": event({
    words: { zh: "反馈签收", en: "Result acknowledged" },
    data: () => ({ agencyId: organisationId() }),
    on: ["closed"],
    figures: "check",
    evolve: (state, { at, data }) =>
      withoutAnswered({ ...state, referrals: acknowledged(state.referrals, at, data.agencyId) }),
  }),
};
