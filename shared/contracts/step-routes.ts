import type { Role } from "../domain/case.ts";
import type { Who } from "../domain/verb.ts";
import { asked, type BodyOf, type CallerVerb, callerVerbs, lifecycle } from "../domain/verbs.ts";
import { caseView } from "./case-view.ts";
import { route } from "./route.ts";
import { caseId } from "./route-parts.ts";

/** In which roles somebody can stand in a relation to a case. A case can lie with any kind of body. */
const rolesOf: Readonly<Record<Who, readonly Role[]>> = {
  platform: [],
  coordinator: ["coordinator"],
  "former-coordinator": ["coordinator"],
  holder: ["committee", "agency"],
  "former-holder": ["committee", "agency"],
  referrer: ["committee", "agency"],
  "former-referrer": ["committee", "agency"],
  court: ["agency"],
  station: ["agency"],
  "recalled-body": ["committee", "agency"],
  target: ["agency"],
  "sending-body": ["committee", "agency", "coordinator"],
};

/** A step of a case: carries the version it was decided on; a repeat by the same actor changes nothing and answers 200. */
export const stepRoute = <Name extends CallerVerb>(name: Name) => {
  const body: () => BodyOf<Name> = asked[name].body;
  const takesTwo = asked[name].manners.takesTwo !== undefined;
  return route({
    method: "POST",
    path: `/v1/cases/{caseId}/${name}`,
    tag: "cases",
    summary: asked[name].words,
    roles: [...new Set(lifecycle[name].by.flatMap((who) => rolesOf[who]))],
    ifMatch: true,
    params: caseId,
    body,
    responses: { 200: caseView },
    headers: ["ETag", "Accord-Effect"],
    ...(takesTwo ? { once: true } : {}),
    problems: [
      ...(["not-found", "illegal-transition", "stale-version", "version-required"] as const),
      ...(takesTwo ? (["second-person-required", "other-person-required", "token-used"] as const) : []),
    ],
  });
};
type StepRoute<Name extends CallerVerb> = ReturnType<typeof stepRoute<Name>>;

/** The name of the operation of a verb: `record-session` is `recordSession`. */
type OperationOf<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<OperationOf<Rest>>}`
  : Name;
export const operationOf = (name: CallerVerb): string =>
  name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

export type StepRoutes = { readonly [Name in CallerVerb as OperationOf<Name>]: StepRoute<Name> };
const byOperation: object = Object.fromEntries(callerVerbs.map((name) => [operationOf(name), stepRoute(name)]));
const isComplete = (routes: object): routes is StepRoutes => callerVerbs.every((name) => operationOf(name) in routes);
if (!isComplete(byOperation)) throw new Error("a verb has no route");

/** The steps of a case, in the order of its life: one for each verb that callers issue. */
export const stepRoutes = byOperation;
