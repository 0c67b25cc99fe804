import { type Cause, type CausedEvent, type Repetition, repetitionOf } from "../domain/repeat.ts";
import type { DecisionContext, Rule } from "../domain/verb.ts";
import type { CallerVerb } from "../domain/verbs.ts";
import { canonicalText, fingerprint } from "../dynamo/case-items.ts";
import type { Ports } from "./ports.ts";

/** What a caller said on a case, by which its repeat is told from other content. */
export type Spoken = {
  cause: Cause;
  repetition: (
    history: readonly CausedEvent[],
    context: DecisionContext & { expectedVersion: number | undefined },
  ) => Repetition;
};

/** Fields of bodies that hold data of parties, which are sealed where they are stored. */
const personal = ["parties", "summary"];
/** 128 bits, as the keyed hash has them. */
const hexDigits = 32;

/** How the content of a body is stored: a fingerprint of all that it says. */
export async function causeOf(
  { partyHasher }: Pick<Ports, "partyHasher">,
  verb: CallerVerb,
  body: object,
): Promise<Cause> {
  // Without the key nobody can try names and numbers until one fits.
  const isPersonal = personal.some((field) => field in body);
  const content = isPersonal ? (await partyHasher())(canonicalText(body)) : fingerprint(body).slice(0, hexDigits);
  return { verb, content };
}

/** The same with the verb's own rule, which tells whether what is said is in effect. */
export const spokenBy = <Said>(rule: Rule<Said>, said: Said, cause: Cause): Spoken => ({
  cause,
  repetition: (history, context) => repetitionOf(rule, said, cause, history, context),
});
