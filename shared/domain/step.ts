import type { Calendars } from "./calendar.ts";
import type { Actor, CaseState, CaseStatus, StateIn } from "./case.ts";
import type { CaseCommand, LaterType } from "./commands.ts";
import type { CaseHappening } from "./events.ts";
import type { RulePack } from "./rule-pack.ts";

/**
 * What a decision rests on besides command and state: the time, who asks, the law in force for the case, and the paper of
 * its file that shows what is said.
 */
export type DecisionContext = { at: string; by: Actor; documentId?: string; rules: RulePack; calendars: Calendars };

/** In which relation to the case somebody must stand to issue a command. */
export type Who =
  | "platform"
  | "coordinator"
  | "holder"
  | "former-holder"
  | "referrer"
  | "former-referrer"
  | "court"
  | "station"
  | "recalled-body";

/** One command of the lifecycle, with all that decides about it in one place. */
export type Step<Type extends LaterType> = {
  /** Its number in the table of transitions. */
  transition: number;
  by: readonly Who[];
  /** The states it changes; in any other it is an illegal transition. */
  from: readonly CaseStatus[];
  /** The article that rules it, where one does. */
  article?: string;
  /** Whether it is worth listing as possible in a state of `from`; without it, it always is. */
  isOpen?: (state: CaseState) => boolean;
  /** Whether the command has already had its effect, so that a retry or a late timer is harmless. */
  isRepeat: (command: CaseCommand<Type>, state: CaseState, context: DecisionContext) => boolean;
  /** What follows, in a state of `from`. Throws `Refusal` when the content does not allow it. */
  happenings: (command: CaseCommand<Type>, state: CaseState, context: DecisionContext) => readonly CaseHappening[];
};
export type Steps<Type extends LaterType> = { readonly [Key in Type]: Step<Key> };

/** Builds a step whose `happenings` sees the state already narrowed to those it starts from. */
export function step<Type extends LaterType, Status extends CaseStatus>(
  given: Omit<Step<Type>, "from" | "happenings"> & {
    from: readonly Status[];
    happenings: (
      command: CaseCommand<Type>,
      state: StateIn<Status>,
      context: DecisionContext,
    ) => readonly CaseHappening[];
  },
): Step<Type> {
  const starts = (state: CaseState): state is StateIn<Status> => given.from.some((status) => status === state.status);
  return {
    ...given,
    happenings: (command, state, context) => {
      if (!starts(state)) throw new Error(`${command.type} does not start from ${state.status}`);
      return given.happenings(command, state, context);
    },
  };
}

/** An object with the field, or without it: absent and undefined are not the same in what is stored. */
export const given = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } => {
  const fields: { [K in Key]?: Value } = {};
  if (value !== undefined) fields[key] = value;
  return fields;
};
