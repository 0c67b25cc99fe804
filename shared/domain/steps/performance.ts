import { shanghaiDate } from "../calendar.ts";
import type { Agreement, CaseState, StateIn } from "../case.ts";
import type { CaseHappening } from "../events.ts";
import { Refusal } from "../refusal.ts";
import { given, type Steps, step } from "../step.ts";
import { closed, dayNotInFuture, notBefore, performClock, reasonIfAfter } from "./happenings.ts";

type Part = { dueOn: string; amountFen?: number };

/** Whether the plan is the one there is. */
const isPlanOf = (state: StateIn<"performing">, plan: readonly Part[]): boolean =>
  state.instalments.length === plan.length &&
  state.instalments.every(({ dueOn, amountFen }, index) => {
    const part = plan[index];
    return part?.dueOn === dueOn && part.amountFen === amountFen;
  });
const isBegun = (state: CaseState): boolean =>
  state.status === "performing" && state.instalments.some(({ paidOn }) => paidOn !== undefined);

/** Throws when a plan asks for something before the agreement, or not for what was agreed on. */
function requirePlanOf({ amountFen: agreed, effectiveAt }: Agreement, plan: readonly Part[]): void {
  for (const [index, { dueOn }] of plan.entries()) {
    notBefore(dueOn, shanghaiDate(effectiveAt), `/instalments/${index}/dueOn`);
  }
  const amounts = plan.map(({ amountFen }) => amountFen).filter((amount) => amount !== undefined);
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  if (agreed === undefined || amounts.length < plan.length || plan.length === 0 || sum === agreed) return;
  throw new Refusal("sum-differs", `the instalments come to ${sum} fen, not to the ${agreed} fen agreed on`, {
    path: "/instalments",
  });
}

export const performanceSteps: Steps<
  "start-performance" | "record-instalment" | "record-visit" | "complete-performance" | "record-default"
> = {
  "start-performance": step({
    transition: 15,
    by: ["holder"],
    from: ["agreed", "performing"],
    isOpen: (state) => !isBegun(state),
    // After confirmation by the court performance has begun, and the plan for it may still come, or be put right.
    isRepeat: ({ instalments = [] }, state) =>
      state.status === "performing" && (instalments.length === 0 || isPlanOf(state, instalments)),
    happenings: ({ instalments = [] }, state, context) => {
      const { agreement } = state;
      if (isBegun(state)) throw new Refusal("illegal-transition", "a plan by which was paid is not changed");
      requirePlanOf(agreement, instalments);
      const parts = instalments.map(({ dueOn, amountFen }, index) => ({
        number: index + 1,
        dueOn,
        ...given("amountFen", amountFen),
      }));
      const clock = performClock({ agreement, instalments: parts }, context);
      return [{ type: "performance.started", data: { instalments: parts, clock } }];
    },
  }),

  "record-instalment": step({
    transition: 15,
    by: ["holder"],
    from: ["performing"],
    isRepeat: ({ number, paidOn }, state) =>
      state.status === "performing" &&
      state.instalments.some((part) => part.number === number && part.paidOn === paidOn),
    happenings: ({ number, paidOn, proof, lateReason }, { agreement, instalments }, context) => {
      dayNotInFuture(paidOn, "/paidOn", context.at);
      notBefore(paidOn, shanghaiDate(agreement.effectiveAt), "/paidOn");
      const open = instalments.find((part) => part.number === number && part.paidOn === undefined);
      if (open === undefined) {
        throw new Refusal("unknown-instalment", `instalment ${number} is not open`, { path: "/number" });
      }
      reasonIfAfter(open.dueOn, paidOn, lateReason);
      const paid = instalments.map((part) => (part.number === number ? { ...part, paidOn } : part));
      const clock = performClock({ agreement, instalments: paid }, context);
      return [{ type: "instalment.paid", data: { number, paidOn, proof, clock, ...given("lateReason", lateReason) } }];
    },
  }),

  "record-visit": step({
    transition: 15,
    by: ["holder"],
    from: ["performing"],
    isRepeat: ({ visitedOn }, state) => state.status === "performing" && state.lastVisitOn === visitedOn,
    happenings: ({ visitedOn, finding }, { agreement }, { at }) => {
      dayNotInFuture(visitedOn, "/visitedOn", at);
      notBefore(visitedOn, shanghaiDate(agreement.effectiveAt), "/visitedOn");
      return [{ type: "visit.made", data: { visitedOn, finding } }];
    },
  }),

  "complete-performance": step({
    transition: 15,
    by: ["holder"],
    from: ["agreed", "performing"],
    isRepeat: (_, state) => state.status === "closed" && state.outcome === "performed",
    happenings: ({ performedOn, proof, lateReason }, state, context) => {
      dayNotInFuture(performedOn, "/performedOn", context.at);
      notBefore(performedOn, shanghaiDate(state.agreement.effectiveAt), "/performedOn");
      const unpaid = unpaidOf(state);
      if (unpaid.length > 0) {
        throw new Refusal("instalments-open", `instalments ${unpaid.join(", ")} are not paid`, { unpaid });
      }
      reasonIfAfter(state.agreement.performBy, performedOn, lateReason);
      const proved: CaseHappening = {
        type: "performance.proved",
        data: { performedOn, proof, ...given("lateReason", lateReason) },
      };
      return [proved, closed("performed", state, context)];
    },
  }),

  "record-default": step({
    transition: 16,
    by: ["holder"],
    from: ["performing"],
    isRepeat: (_, state) => state.status === "closed" && state.outcome === "defaulted",
    happenings: ({ defaultedOn, note }, state, context) => {
      dayNotInFuture(defaultedOn, "/defaultedOn", context.at);
      notBefore(defaultedOn, shanghaiDate(state.agreement.effectiveAt), "/defaultedOn");
      return [
        { type: "agreement.defaulted", data: { defaultedOn, ...given("note", note) } },
        closed("defaulted", state, context, { defaultedOn, ...given("note", note) }),
      ];
    },
  }),
};

const unpaidOf = (state: CaseState): number[] =>
  state.status === "performing"
    ? state.instalments.filter((part) => part.paidOn === undefined).map(({ number }) => number)
    : [];
