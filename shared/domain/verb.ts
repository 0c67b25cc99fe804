import type * as z from "zod";
import type { Calendars } from "./calendar.ts";
import type { Actor, ClockKind } from "./case.ts";
import type { CaseState, CaseStatus, StateIn } from "./case-state.ts";
import type { Label } from "./codes.ts";
import type { NewEvent } from "./events.ts";
import type { FactName, Facts, NamedAs } from "./facts.ts";
import type { GraveAct } from "./house-settings.ts";
import type { Obligation } from "./obligations.ts";
import { once } from "./once.ts";
import type { RulePack } from "./rule-pack.ts";

/**
 * What a decision rests on besides command and state: the time, who asks, the law in force for the case, and the paper of
 * its file that shows what is said.
 */
export type DecisionContext = {
  at: string;
  by: Actor;
  /** The coordinator who asks is not the one of the case's county. */
  fromElsewhere?: true;
  documentId?: string;
  rules: RulePack;
  calendars: Calendars;
};

/** In which relation to the case somebody must stand to issue a command. */
export type Who =
  | "platform"
  | "coordinator"
  | "former-coordinator"
  | "holder"
  | "former-holder"
  | "referrer"
  | "former-referrer"
  | "court"
  | "station"
  | "recalled-body"
  | "target"
  | "sending-body";

/** The rule of a verb that says `Said`: who may, from where, when it is a repeat, and what follows. */
export type Rule<Said> = {
  /** Its number in the table of transitions. */
  transition: number;
  by: readonly Who[];
  /** The states it changes; in any other it is an illegal transition. */
  from: readonly CaseStatus[];
  /** The article that rules it, where one does. */
  article?: string;
  /** Whether it is worth listing as possible in a state of `from`; without it, it always is. */
  isOpen?: (state: CaseState) => boolean;
  /** The verb whose content this one replaces, so that what stands is no longer what that one said. */
  corrects?: string;
  /**
   * Whether what the command asks for is in effect, so that a late timer is harmless. Whether a caller said the same before
   * is compared with the history, for all verbs in one place (`repeat.ts`).
   */
  isRepeat: (command: Said, state: CaseState, context: DecisionContext) => boolean;
  /** What follows, in a state of `from`. Throws `CommandError` when the content does not allow it. */
  events: (command: Said, state: CaseState, context: DecisionContext) => readonly NewEvent[];
};

/** The same, as it is written down: `events` sees the state already narrowed to those the verb starts from. */
type Written<Said, Status extends CaseStatus> = Omit<Rule<Said>, "from" | "events"> & {
  from: readonly Status[];
  events: (command: Said, state: StateIn<Status>, context: DecisionContext) => readonly NewEvent[];
};

/** What a caller says by a verb, with the facts that the server adds. */
export type Said<Body extends z.ZodType, Looks extends FactName> = z.output<Body> & { facts: Pick<Facts, Looks> };

type Ranks = { readonly [Status in CaseStatus]?: number };

/** Where a verb differs from the ordinary one. */
export type Manners = OrdinaryManners & (Calm | Grave);
/** Nothing that a person could not mend by another step; one that is told of beforehand all the same says what follows. */
type Calm = { setsBack?: never; takesTwo?: never; foretells?: Label };
type Grave = {
  /** It ends a case or sets it back, so lists name it last. */
  setsBack?: true;
  /** A second person approves it, unless the county says of this that one suffices. */
  takesTwo?: GraveAct;
  /** What follows, which a page repeats before the step is taken. */
  foretells: Label;
};
type OrdinaryManners = {
  /** The periods in which it must be taken: one that comes later requires a reason. */
  within?: readonly ClockKind[];
  /** In which states it leads on, the likeliest of them with the least number. */
  leadsOn?: Ranks | ((state: CaseState) => Ranks);
  /** What somebody owes until this is done. */
  settles?: Obligation;
  /** Another name of its command. */
  alias?: string;
  /** A desk carries it out on many cases at once. */
  onMany?: true;
};

/** What people and systems can ask of a case, with its words and the schema of its body. */
export type Verb<Body extends z.ZodType<object>, Looks extends FactName> = Rule<Said<Body, Looks>> & {
  words: Label;
  body: () => Body;
  /** What the fields of the body name, if they name something of the directory. */
  names: { readonly [Field in keyof z.output<Body>]?: NamedAs };
  looksUp: readonly Looks[];
  manners: Manners;
};

/** A verb that callers issue. */
export function verb<
  Body extends z.ZodType<object>,
  const Status extends CaseStatus,
  const Looks extends FactName = never,
>(
  written: Written<Said<Body, Looks>, Status> &
    Pick<Verb<Body, Looks>, "words" | "body"> &
    Partial<Pick<Verb<Body, Looks>, "names" | "looksUp">> &
    Manners,
): Verb<Body, Looks> {
  const { words, names = {}, looksUp = [] } = written;
  return { ...rule(written), words, body: once(written.body), names, looksUp, manners: written };
}

/** A verb that only the platform itself issues, and so has no body to check. */
export const inner =
  <Said>() =>
  <const Status extends CaseStatus>(written: Written<Said, Status>): Rule<Said> =>
    rule(written);

function rule<Said, Status extends CaseStatus>(written: Written<Said, Status>): Rule<Said> {
  const starts = (state: CaseState): state is StateIn<Status> => written.from.some((status) => status === state.status);
  return {
    ...written,
    events: (command, state, context) => {
      if (!starts(state)) throw new Error(`the verb does not start from ${state.status}`);
      return written.events(command, state, context);
    },
  };
}
