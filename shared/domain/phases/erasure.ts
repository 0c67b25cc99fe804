import type { CaseState } from "../case-state.ts";
import { isOver, wasMerged } from "../case-state.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { given } from "../given.ts";
import { type Erasure, type Retention, retention } from "../retention.ts";
import { bodiesAndCoordinator } from "../told.ts";
import { inner } from "../verb.ts";

// When the time of keeping is over, what identifies people is erased. The first event stands before anything is gone, the second once all is.

/** That a case was erased, or is being erased; undefined where it is whole. */
export const erasureOf = (state: CaseState): Erasure | undefined => (isOver(state) ? state.erasure : undefined);

export const erasureVerbs = {
  "begin-erasure": inner<{ retention: Retention }>()({
    transition: 24,
    by: ["coordinator"],
    from: ["closed", "archived"],
    isRepeat: (_, state) => erasureOf(state) !== undefined,
    events: (command, state) => {
      // A merged case goes with the one in which it went on.
      if (state.status !== "archived" && !wasMerged(state))
        throw new CommandError("illegal-transition", "only an archived case is erased");
      return [{ type: "case.erasure_begun", data: command.retention }];
    },
  }),

  "finish-erasure": inner<object>()({
    transition: 24,
    by: ["coordinator"],
    from: ["closed", "archived"],
    isRepeat: (_, state) => erasureOf(state)?.endedAt !== undefined,
    events: (_, state) => {
      if (state.erasure === undefined) throw new CommandError("illegal-transition", "no erasure has begun");
      return [{ type: "case.erased", data: {} }];
    },
  }),
};

export const erasureEvents = {
  "case.erasure_begun": event({
    words: { zh: "开始销毁", en: "Erasure begun" },
    data: () => retention().shape,
    on: ["closed", "archived"],
    told: bodiesAndCoordinator,
    evolve: (state, { at, data }) => ({ ...state, erasure: { begunAt: at, ...data } }),
  }),

  "case.erased": event({
    words: { zh: "已销毁当事人信息和材料", en: "Erased: parties, texts and papers" },
    data: () => ({}),
    on: ["closed", "archived"],
    told: bodiesAndCoordinator,
    evolve: (state, { at }) => ({ ...state, ...given("erasure", state.erasure && { ...state.erasure, endedAt: at }) }),
  }),
};
