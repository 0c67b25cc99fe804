import type { CaseView } from "../../shared/contracts/case-view.ts";
import { operationOf, stepRoute } from "../../shared/contracts/step-routes.ts";
import { type CallerVerb, callerVerbs } from "../../shared/domain/verbs.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import type { Issued } from "../../shared/runtime/issue-command.ts";
import { mergeCases, unmergeCases } from "../../shared/runtime/merge-cases.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { type StepInput, takeStep } from "../../shared/runtime/take-step.ts";
import type { Answer, Platform } from "../http/call.ts";
import { type Operation, operation } from "../http/operation.ts";
import { etagOf, viewOf } from "./case-view.ts";

type Take<Name extends CallerVerb> = (platform: Platform, caller: Caller, input: StepInput<Name>) => Promise<Issued>;

/** These change two cases at once. */
const ofTwoCases: { readonly [Name in CallerVerb]?: Take<Name> } = { merge: mergeCases, unmerge: unmergeCases };

/** The steps of a case: each is one verb, decided on the version the caller saw. */
export const stepOperations: Readonly<Record<string, Operation>> = Object.fromEntries(
  callerVerbs.map((verb) => [operationOf(verb), stepOperation(verb)]),
);

function stepOperation<Name extends CallerVerb>(verb: Name): Operation {
  const take: Take<Name> = ofTwoCases[verb] ?? takeStep;
  return operation(stepRoute(verb), async (platform: Platform, { params, body, caller, expectedVersion }) =>
    answerTo(await take(platform, caller, { verb, caseId: params.caseId, body, expectedVersion }), caller),
  );
}

function answerTo(issued: Issued, caller: Caller): Answer<CaseView> {
  switch (issued.outcome) {
    case "not-found":
      throw new Problem("not-found");
    case "stale":
      throw new Problem("stale-version", { members: { version: issued.version } });
    case "done":
    case "unchanged":
      return { status: 200, body: viewOf(issued.stored, caller), headers: { ETag: etagOf(issued.stored) } };
  }
}
