import { agreementVerbs } from "./phases/agreement.ts";
import { answerVerbs } from "./phases/answer.ts";
import { archiveVerbs } from "./phases/archive.ts";
import { clockVerbs } from "./phases/clock.ts";
import { closingVerbs } from "./phases/closing.ts";
import { completionVerbs } from "./phases/completion.ts";
import { consentVerbs } from "./phases/consent.ts";
import { correctionVerbs } from "./phases/correction.ts";
import { courtVerbs } from "./phases/court.ts";
import { dangerVerbs } from "./phases/danger.ts";
import { eligibilityVerbs } from "./phases/eligibility.ts";
import { erasureVerbs } from "./phases/erasure.ts";
import { gradeVerbs } from "./phases/grade.ts";
import { handOverVerbs } from "./phases/hand-over.ts";
import { mediationVerbs } from "./phases/mediation.ts";
import { mediatorVerbs } from "./phases/mediators.ts";
import { meetingVerbs } from "./phases/meeting.ts";
import { mergeVerbs } from "./phases/merge.ts";
import { movingVerbs } from "./phases/moving.ts";
import { passingOnVerbs } from "./phases/passing-on.ts";
import { performanceVerbs } from "./phases/performance.ts";
import { recallVerbs } from "./phases/recall.ts";
import { resultVerbs } from "./phases/result.ts";
import { routingVerbs } from "./phases/routing.ts";
import { sendingVerbs } from "./phases/sending.ts";
import { linkVerbs, submissionVerbs } from "./phases/submission.ts";
import type { Rule, Verb } from "./verb.ts";

/** The whole lifecycle: every verb that meets a case that exists, in the order of its life. */
export const verbs = {
  ...submissionVerbs,
  ...linkVerbs,
  ...completionVerbs,
  ...routingVerbs,
  ...answerVerbs,
  ...correctionVerbs,
  ...movingVerbs,
  ...mediatorVerbs,
  ...passingOnVerbs,
  ...handOverVerbs,
  ...eligibilityVerbs,
  ...dangerVerbs,
  ...gradeVerbs,
  ...meetingVerbs,
  ...consentVerbs,
  ...mediationVerbs,
  ...agreementVerbs,
  ...closingVerbs,
  ...courtVerbs,
  ...performanceVerbs,
  ...resultVerbs,
  ...sendingVerbs,
  ...recallVerbs,
  ...mergeVerbs,
  ...archiveVerbs,
  ...erasureVerbs,
  ...clockVerbs,
};
type Verbs = typeof verbs;
export type VerbName = keyof Verbs;
type SaidBy<Name extends VerbName> = Verbs[Name] extends Rule<infer Said> ? Said : never;

/** A verb as it is issued on a case: its name with what is said by it. HTTP, the router and the clock differ only in which they issue. */
export type CaseCommand<Name extends VerbName = VerbName> = { [Key in Name]: { type: Key } & SaidBy<Key> }[Name];

/** The rule of each verb, for its own command. */
export const lifecycle: { readonly [Name in VerbName]: Rule<CaseCommand<Name>> } = verbs;
const isVerb = (name: string): name is VerbName => Object.hasOwn(verbs, name);
export const verbNames: readonly VerbName[] = Object.keys(verbs).filter(isVerb);

/** The verbs that callers issue; the others are the platform's own. */
export type CallerVerb = { [Name in VerbName]: Verbs[Name] extends { body: () => unknown } ? Name : never }[VerbName];
export type BodyOf<Name extends CallerVerb> = ReturnType<Verbs[Name]["body"]>;
export type LookedUpBy<Name extends CallerVerb> = Verbs[Name]["looksUp"][number];
export const isForCallers = (name: VerbName): name is CallerVerb => "body" in verbs[name];
export const callerVerbs: readonly CallerVerb[] = verbNames.filter(isForCallers);

/** What callers can ask of a case: words, body, and what the server must look up. */
export const asked: { readonly [Name in CallerVerb]: Verb<BodyOf<Name>, LookedUpBy<Name>> } = verbs;
