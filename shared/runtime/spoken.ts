import type { CaseState } from "../domain/case-state.ts";
import { canOnlyRepeat } from "../domain/decide.ts";
import { given } from "../domain/given.ts";
import { type StepSaid, saysForPapers } from "../domain/particulars.ts";
import {
  type AskedCause,
  type Cause,
  type CausedEvent,
  isRetry,
  isSaidTwice,
  type Repetition,
  repetitionOf,
} from "../domain/repeat.ts";
import { historyFor, standingOf } from "../domain/rights.ts";
import type { DecisionContext, Rule } from "../domain/verb.ts";
import { asked, type CallerVerb } from "../domain/verbs.ts";
import { canonicalText, fingerprint, type StoredEvent } from "../dynamo/case-items.ts";
import { actorOf, type Caller, elsewhere, seatOf } from "./caller.ts";
import { saysFreely } from "./case-texts.ts";
import type { Ports } from "./ports.ts";

/** What a caller said on a case, by which its repeat is told from other content. */
export type Spoken = {
  cause: Cause;
  /** Some of it is sealed, so that no state shows whether it is in effect. */
  isSealed: boolean;
  /** The caller has put the case down, and can only say again what it said. */
  isOver: boolean;
  /** What the caller sees of the history: nothing else is compared with what it says, or told as what stands. */
  sees: (history: readonly StoredEvent[]) => readonly StoredEvent[];
  isSaidTwice: (history: readonly CausedEvent[], context: Pick<DecisionContext, "by">) => boolean;
  isRetry: (history: readonly CausedEvent[], context: Parameters<typeof isRetry>[2]) => boolean;
  repetition: (
    history: readonly CausedEvent[],
    context: DecisionContext & { expectedVersions?: readonly number[] | undefined },
  ) => Repetition;
};

/** Fields of bodies that hold data of parties, which are sealed where they are stored. */
const personal = ["parties", "summary"];
const isPersonal = (body: object): boolean => personal.some((field) => field in body);
/** What is said for papers names people as well. */
const namesPeople = (body: object & StepSaid): boolean => isPersonal(body) || saysForPapers(body);
/** 128 bits, as the keyed hash has them. */
const hexDigits = 32;

/** How the content of a body is stored: a fingerprint of all that it says, and how an earlier release stored it. */
export async function causeOf(
  { partyHasher }: Pick<Ports, "partyHasher">,
  verb: CallerVerb,
  body: object & StepSaid,
): Promise<AskedCause> {
  const plain = fingerprint(body).slice(0, hexDigits);
  if (!namesPeople(body) && !saysFreely(asked[verb].body(), body)) return { verb, content: plain };
  // Without the key nobody can try names and numbers until one fits.
  const content = (await partyHasher())(canonicalText(body));
  // The findings of a visit and free texts were in the open once; of parties nothing ever was.
  return { verb, content, ...given("formerly", isPersonal(body) ? undefined : plain) };
}

/** The same with the verb's own rule, which tells whether what is said is in effect. */
export function spokenBy<Said extends object>(
  rule: Rule<Said>,
  said: Said,
  { caller, state, cause }: { caller: Caller; state: CaseState; cause: AskedCause },
): Spoken {
  const seat = seatOf(caller);
  const asking = { by: actorOf(caller), ...elsewhere(caller, state) };
  const isSealed = isPersonal(said);
  const isTwice: Spoken["isSaidTwice"] = (history, context) => isSaidTwice(rule, cause, history, context);
  return {
    cause: { verb: cause.verb, content: cause.content },
    isSealed,
    isOver: standingOf(seat, state) === "former" && canOnlyRepeat(rule, state, asking),
    sees: (history) => historyFor(seat, state, history),
    isSaidTwice: isTwice,
    isRetry: (history, context) => isRetry(cause, history, context),
    repetition: (history, context) =>
      isSealed && isTwice(history, context) ? "same" : repetitionOf(rule, said, cause, history, context),
  };
}
