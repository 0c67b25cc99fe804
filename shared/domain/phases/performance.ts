import * as z from "zod";
import { amountFen, body, note, yuan } from "../body.ts";
import { shanghaiDate } from "../calendar.ts";
import { type Agreement, caseClock, day, type Instalment, instalment } from "../case.ts";
import { withClock, withoutClocks } from "../case-clocks.ts";
import type { CaseState } from "../case-state.ts";
import { dayNotInFuture, notBefore, reasonIfAfter } from "../checks.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { byDay, type Payment, visitor } from "../particulars.ts";
import { performClock } from "../periods.ts";
import { verb } from "../verb.ts";
import { closed } from "./closing.ts";

// An agreement is performed, at once or in instalments, or it is not.

type Part = { dueOn: string; amountFen?: number };

/** Whether the plan is the one there is. */
const isPlanOf = (known: readonly Instalment[], plan: readonly Part[]): boolean =>
  known.length === plan.length &&
  known.every((one, index) => {
    const part = plan[index];
    return part?.dueOn === one.dueOn && part.amountFen === one.amountFen;
  });

/** The plan by which is performed, once performance has begun; it goes on while the court decides on a confirmation. */
const planOf = (state: CaseState): readonly Instalment[] | undefined =>
  state.status === "performing" || state.status === "confirming" ? state.instalments : undefined;
const isBegun = (state: CaseState): boolean => planOf(state)?.some(({ paidOn }) => paidOn !== undefined) === true;

/** Throws when a plan asks for something before the agreement or after its last day, or for another sum than was agreed on. */
function requirePlanOf({ amountFen: agreed, effectiveAt, performBy }: Agreement, plan: readonly Part[]): void {
  for (const [index, { dueOn }] of plan.entries()) {
    notBefore(dueOn, shanghaiDate(effectiveAt), `/instalments/${index}/dueOn`);
    if (performBy !== undefined && dueOn > performBy) {
      const message = {
        en: `the agreement is to be performed by ${performBy}`,
        zh: `不得晚于协议约定的履行期限 ${performBy}。`,
      };
      throw new CommandError("plan-differs", message, {
        path: `/instalments/${index}/dueOn`,
        performBy,
      });
    }
  }
  const amounts = plan.map((part) => part.amountFen).filter((amount) => amount !== undefined);
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  if (agreed === undefined || amounts.length < plan.length || plan.length === 0 || sum === agreed) return;
  const message = {
    en: `the instalments come to ${sum} fen, not to the ${agreed} fen agreed on`,
    zh: `各期合计 ${yuan(sum)} 元，与协议金额 ${yuan(agreed)} 元不符。`,
  };
  throw new CommandError("sum-differs", message, {
    path: "/instalments",
  });
}

/** The plan that is said, else the one that the clauses make; a single payment needs none. */
const planAsked = (said: readonly Part[] = [], payments: readonly Payment[] = []): readonly Part[] =>
  said.length > 0 || payments.length < 2 ? said : payments;

const daysOf = (plan: readonly Part[]): string => plan.map(({ dueOn }) => dueOn).join(" ");

/** Throws when a plan says otherwise than the clauses that were agreed on. One payment of theirs may be paid in parts. */
function refuseOtherPlan(said: readonly Part[] = [], payments: readonly Payment[] = []): void {
  const last = payments.at(-1);
  if (said.length === 0 || last === undefined) return;
  const sum = said.reduce((total, { amountFen: amount = 0 }) => total + amount, 0);
  const amounts = payments.map(({ amountFen: amount }) => amount);
  const isWhole = said.every(({ amountFen: amount }) => amount !== undefined);
  const isInTime = said.every(({ dueOn }) => dueOn <= last.dueOn);
  const isSame =
    payments.length === 1
      ? isInTime && (!isWhole || sum === last.amountFen)
      : daysOf(byDay(said)) === daysOf(payments) &&
        byDay(said).every(({ amountFen: amount }, index) => amount === undefined || amount === amounts.at(index));
  if (isSame) return;
  throw new CommandError(
    "plan-differs",
    "the instalments are not those of the clauses; leave them out, or mend the clauses",
    {
      path: "/instalments",
      clauses: payments,
    },
  );
}

const unpaidOf = (state: CaseState): number[] =>
  (planOf(state) ?? []).filter((part) => part.paidOn === undefined).map(({ number }) => number);

export const performanceVerbs = {
  "start-performance": verb({
    words: { en: "Begin performance of the agreement", zh: "开始履行" },
    transition: 15,
    by: ["holder"],
    from: ["agreed", "confirming", "performing"],
    leadsOn: { agreed: 2 },
    body: () =>
      body({
        instalments: z
          .array(z.strictObject({ dueOn: day(), amountFen: amountFen().min(1).exactOptional() }))
          .max(60)
          .exactOptional(),
      }),
    looksUp: ["payments"],
    isOpen: (state) => !isBegun(state),
    // After confirmation by the court performance has begun, and the plan for it may still come, or be put right.
    isRepeat: ({ instalments, facts }, state) => {
      const plan = planOf(state);
      const asked = planAsked(instalments, facts.payments);
      return plan !== undefined && (asked.length === 0 || isPlanOf(plan, asked));
    },
    events: ({ instalments: said, facts }, state, context) => {
      const { agreement } = state;
      if (isBegun(state)) throw new CommandError("illegal-transition", "a plan by which was paid is not changed");
      refuseOtherPlan(said, facts.payments);
      const instalments = planAsked(said, facts.payments);
      requirePlanOf(agreement, instalments);
      const parts = instalments.map(({ dueOn, amountFen: amount }, index) => ({
        number: index + 1,
        dueOn,
        ...given("amountFen", amount),
      }));
      const clock = performClock({ agreement, instalments: parts }, context);
      return [{ type: "performance.started", data: { instalments: parts, clock } }];
    },
  }),

  "record-instalment": verb({
    words: { en: "Record an instalment with its proof", zh: "登记分期履行" },
    transition: 15,
    by: ["holder"],
    from: ["confirming", "performing"],
    within: ["perform"],
    leadsOn: { performing: 1 },
    body: () =>
      body({
        number: z.int().min(1).max(60),
        paidOn: day(),
        proof: note(),
        lateReason: note().exactOptional().describe("Required when it was paid after its day"),
      }),
    isRepeat: ({ number, paidOn }, state) =>
      planOf(state)?.some((part) => part.number === number && part.paidOn === paidOn) === true,
    events: ({ number, paidOn, proof, lateReason }, state, context) => {
      const { agreement, instalments = [] } = state;
      dayNotInFuture(paidOn, "/paidOn", context.at);
      notBefore(paidOn, shanghaiDate(agreement.effectiveAt), "/paidOn");
      const open = instalments.find((part) => part.number === number && part.paidOn === undefined);
      if (open === undefined) {
        throw new CommandError(
          "unknown-instalment",
          { en: `instalment ${number} is not open`, zh: `第 ${number} 期不是待履行款。` },
          { path: "/number" },
        );
      }
      reasonIfAfter(open.dueOn, paidOn, lateReason, context);
      const paid = instalments.map((part) => (part.number === number ? { ...part, paidOn } : part));
      const clock = performClock({ agreement, instalments: paid }, context);
      return [{ type: "instalment.paid", data: { number, paidOn, proof, clock, ...given("lateReason", lateReason) } }];
    },
  }),

  "record-visit": verb({
    words: { en: "Record a follow-up visit", zh: "登记回访" },
    transition: 15,
    by: ["holder"],
    from: ["confirming", "performing"],
    body: () => body({ visitedOn: day(), finding: z.string().trim().min(1).max(500), visitor: visitor() }),
    isRepeat: ({ visitedOn }, state) => "lastVisitOn" in state && state.lastVisitOn === visitedOn,
    // Whom it names is sealed apart: the history is open to the referrer.
    events: ({ visitedOn }, { agreement }, { at }) => {
      dayNotInFuture(visitedOn, "/visitedOn", at);
      notBefore(visitedOn, shanghaiDate(agreement.effectiveAt), "/visitedOn");
      return [{ type: "visit.made", data: { visitedOn } }];
    },
  }),

  "complete-performance": verb({
    words: { en: "Prove performance and close the case", zh: "履行完毕并结案" },
    transition: 15,
    by: ["holder"],
    from: ["agreed", "confirming", "performing"],
    within: ["perform"],
    leadsOn: { agreed: 1, performing: 2 },
    body: () =>
      body({
        performedOn: day(),
        proof: note(),
        lateReason: note().exactOptional().describe("Required when it was performed after its day"),
      }),
    isRepeat: ({ performedOn }, state) =>
      (state.status === "closed" && state.outcome === "performed") ||
      (state.status === "confirming" && state.performedOn === performedOn),
    events: ({ performedOn, proof, lateReason }, state, context) => {
      dayNotInFuture(performedOn, "/performedOn", context.at);
      notBefore(performedOn, shanghaiDate(state.agreement.effectiveAt), "/performedOn");
      const unpaid = unpaidOf(state);
      if (unpaid.length > 0) {
        throw new CommandError("instalments-open", `instalments ${unpaid.join(", ")} are not paid`, { unpaid });
      }
      reasonIfAfter(state.agreement.performBy, performedOn, lateReason, context);
      return [
        { type: "performance.proved", data: { performedOn, proof, ...given("lateReason", lateReason) } },
        // The court has the case before it: it closes when the court is done, or the parties withdraw.
        ...(state.status === "confirming" ? [] : [closed("performed", state, context)]),
      ];
    },
  }),

  "record-default": verb({
    words: { en: "Close a case whose agreement was not performed", zh: "登记未履行并结案" },
    transition: 16,
    by: ["holder"],
    from: ["performing"],
    setsBack: true,
    foretells: {
      zh: "本案以未履行结案：移送机关收到结果，协议记为未履行。此后只有重新受理，本案才能再办。",
      en: "The case ends with its agreement recorded as not performed, and its referrers get that result. It goes on only if it is reopened.",
    },
    body: () => body({ defaultedOn: day(), note: note().exactOptional() }),
    isRepeat: (_, state) => state.status === "closed" && state.outcome === "defaulted",
    events: ({ defaultedOn, note: said }, state, context) => {
      dayNotInFuture(defaultedOn, "/defaultedOn", context.at);
      notBefore(defaultedOn, shanghaiDate(state.agreement.effectiveAt), "/defaultedOn");
      return [
        { type: "agreement.defaulted", data: { defaultedOn, ...given("note", said) } },
        closed("defaulted", state, context, { defaultedOn, ...given("note", said) }),
      ];
    },
  }),
};

const text = once(() => z.string().max(500));

export const performanceEvents = {
  "performance.started": event({
    words: { zh: "开始履行", en: "Performance began" },
    data: () => ({ instalments: z.array(instalment()), clock: caseClock() }),
    on: ["agreed", "confirming", "performing"],
    evolve: (state, { data: { instalments, clock } }) => {
      const clocks = withClock(state.clocks, clock);
      return state.status === "confirming"
        ? { ...state, clocks, instalments }
        : { ...state, status: "performing", clocks, instalments };
    },
  }),

  "instalment.paid": event({
    words: { zh: "分期履行", en: "Instalment paid" },
    data: () => ({
      number: z.int().min(1),
      paidOn: day(),
      proof: text(),
      clock: caseClock(),
      lateReason: text().exactOptional(),
    }),
    on: ["confirming", "performing"],
    evolve: (state, { data: { number, paidOn, clock } }) => ({
      ...state,
      instalments: (state.instalments ?? []).map((part) => (part.number === number ? { ...part, paidOn } : part)),
      clocks: withClock(withoutClocks(state.clocks, "perform"), clock),
    }),
  }),

  "visit.made": event({
    words: { zh: "回访", en: "Follow-up visit" },
    // Earlier releases kept what was found here.
    data: () => ({ visitedOn: day(), finding: text().exactOptional() }),
    on: ["confirming", "performing"],
    evolve: (state, { data }) => ({ ...state, lastVisitOn: data.visitedOn }),
  }),

  "performance.proved": event({
    words: { zh: "履行完毕", en: "Performance proved" },
    data: () => ({ performedOn: day(), proof: text(), lateReason: text().exactOptional() }),
    on: ["agreed", "confirming", "performing"],
    evolve: (state, { data: { performedOn } }) => (state.status === "confirming" ? { ...state, performedOn } : state),
  }),

  "agreement.defaulted": event({
    words: { zh: "未履行协议", en: "Not performed" },
    data: () => ({ defaultedOn: day(), note: text().exactOptional() }),
    on: ["performing"],
    evolve: (state) => state,
  }),
};
