import * as z from "zod";
import { amountFen, body, note } from "../body.ts";
import { shanghaiDate } from "../calendar.ts";
import { type Agreement, type CaseState, caseClock, day, instalment, type StateIn } from "../case.ts";
import { withClock, withoutClocks } from "../case-clocks.ts";
import { dayNotInFuture, notBefore, reasonIfAfter } from "../checks.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { performClock } from "../periods.ts";
import { verb } from "../verb.ts";
import { closed } from "./closing.ts";

// An agreement is performed, at once or in instalments, or it is not.

type Part = { dueOn: string; amountFen?: number };

/** Whether the plan is the one there is. */
const isPlanOf = (state: StateIn<"performing">, plan: readonly Part[]): boolean =>
  state.instalments.length === plan.length &&
  state.instalments.every((known, index) => {
    const part = plan[index];
    return part?.dueOn === known.dueOn && part.amountFen === known.amountFen;
  });
const isBegun = (state: CaseState): boolean =>
  state.status === "performing" && state.instalments.some(({ paidOn }) => paidOn !== undefined);

/** Throws when a plan asks for something before the agreement, or for another sum than was agreed on. */
function requirePlanOf({ amountFen: agreed, effectiveAt }: Agreement, plan: readonly Part[]): void {
  for (const [index, { dueOn }] of plan.entries()) {
    notBefore(dueOn, shanghaiDate(effectiveAt), `/instalments/${index}/dueOn`);
  }
  const amounts = plan.map((part) => part.amountFen).filter((amount) => amount !== undefined);
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  if (agreed === undefined || amounts.length < plan.length || plan.length === 0 || sum === agreed) return;
  throw new CommandError("sum-differs", `the instalments come to ${sum} fen, not to the ${agreed} fen agreed on`, {
    path: "/instalments",
  });
}

const unpaidOf = (state: CaseState): number[] =>
  state.status === "performing"
    ? state.instalments.filter((part) => part.paidOn === undefined).map(({ number }) => number)
    : [];

export const performanceVerbs = {
  "start-performance": verb({
    words: { en: "Begin performance of the agreement", zh: "开始履行" },
    transition: 15,
    by: ["holder"],
    from: ["agreed", "performing"],
    body: () =>
      body({
        instalments: z
          .array(z.strictObject({ dueOn: day(), amountFen: amountFen().min(1).exactOptional() }))
          .max(60)
          .exactOptional(),
      }),
    isOpen: (state) => !isBegun(state),
    // After confirmation by the court performance has begun, and the plan for it may still come, or be put right.
    isRepeat: ({ instalments = [] }, state) =>
      state.status === "performing" && (instalments.length === 0 || isPlanOf(state, instalments)),
    events: ({ instalments = [] }, state, context) => {
      const { agreement } = state;
      if (isBegun(state)) throw new CommandError("illegal-transition", "a plan by which was paid is not changed");
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
    from: ["performing"],
    body: () =>
      body({
        number: z.int().min(1).max(60),
        paidOn: day(),
        proof: note(),
        lateReason: note().exactOptional().describe("Required when it was paid after its day"),
      }),
    isRepeat: ({ number, paidOn }, state) =>
      state.status === "performing" &&
      state.instalments.some((part) => part.number === number && part.paidOn === paidOn),
    events: ({ number, paidOn, proof, lateReason }, { agreement, instalments }, context) => {
      dayNotInFuture(paidOn, "/paidOn", context.at);
      notBefore(paidOn, shanghaiDate(agreement.effectiveAt), "/paidOn");
      const open = instalments.find((part) => part.number === number && part.paidOn === undefined);
      if (open === undefined) {
        throw new CommandError("unknown-instalment", `instalment ${number} is not open`, { path: "/number" });
      }
      reasonIfAfter(open.dueOn, paidOn, lateReason);
      const paid = instalments.map((part) => (part.number === number ? { ...part, paidOn } : part));
      const clock = performClock({ agreement, instalments: paid }, context);
      return [{ type: "instalment.paid", data: { number, paidOn, proof, clock, ...given("lateReason", lateReason) } }];
    },
  }),

  "record-visit": verb({
    words: { en: "Record a follow-up visit", zh: "登记回访" },
    transition: 15,
    by: ["holder"],
    from: ["performing"],
    body: () => body({ visitedOn: day(), finding: note() }),
    isRepeat: ({ visitedOn }, state) => state.status === "performing" && state.lastVisitOn === visitedOn,
    events: ({ visitedOn, finding }, { agreement }, { at }) => {
      dayNotInFuture(visitedOn, "/visitedOn", at);
      notBefore(visitedOn, shanghaiDate(agreement.effectiveAt), "/visitedOn");
      return [{ type: "visit.made", data: { visitedOn, finding } }];
    },
  }),

  "complete-performance": verb({
    words: { en: "Prove performance and close the case", zh: "履行完毕并结案" },
    transition: 15,
    by: ["holder"],
    from: ["agreed", "performing"],
    body: () =>
      body({
        performedOn: day(),
        proof: note(),
        lateReason: note().exactOptional().describe("Required when it was performed after its day"),
      }),
    isRepeat: (_, state) => state.status === "closed" && state.outcome === "performed",
    events: ({ performedOn, proof, lateReason }, state, context) => {
      dayNotInFuture(performedOn, "/performedOn", context.at);
      notBefore(performedOn, shanghaiDate(state.agreement.effectiveAt), "/performedOn");
      const unpaid = unpaidOf(state);
      if (unpaid.length > 0) {
        throw new CommandError("instalments-open", `instalments ${unpaid.join(", ")} are not paid`, { unpaid });
      }
      reasonIfAfter(state.agreement.performBy, performedOn, lateReason);
      return [
        { type: "performance.proved", data: { performedOn, proof, ...given("lateReason", lateReason) } },
        closed("performed", state, context),
      ];
    },
  }),

  "record-default": verb({
    words: { en: "Close a case whose agreement was not performed", zh: "登记未履行并结案" },
    transition: 16,
    by: ["holder"],
    from: ["performing"],
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
    on: ["agreed", "performing"],
    evolve: (state, { data: { instalments, clock } }) => ({
      ...state,
      status: "performing",
      clocks: [clock],
      instalments,
    }),
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
    on: ["performing"],
    evolve: (state, { data: { number, paidOn, clock } }) => ({
      ...state,
      instalments: state.instalments.map((part) => (part.number === number ? { ...part, paidOn } : part)),
      clocks: withClock(withoutClocks(state.clocks, "perform"), clock),
    }),
  }),

  "visit.made": event({
    words: { zh: "回访", en: "Follow-up visit" },
    data: () => ({ visitedOn: day(), finding: text() }),
    on: ["performing"],
    evolve: (state, { data }) => ({ ...state, lastVisitOn: data.visitedOn }),
  }),

  "performance.proved": event({
    words: { zh: "履行完毕", en: "Performance proved" },
    data: () => ({ performedOn: day(), proof: text(), lateReason: text().exactOptional() }),
    on: ["agreed", "performing"],
    evolve: (state) => state,
  }),

  "agreement.defaulted": event({
    words: { zh: "未履行协议", en: "Not performed" },
    data: () => ({ defaultedOn: day(), note: text().exactOptional() }),
    on: ["performing"],
    evolve: (state) => state,
  }),
};
