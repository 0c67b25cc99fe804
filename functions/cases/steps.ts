import type { CaseView } from "../../shared/contracts/case-view.ts";
import { effectHeader } from "../../shared/contracts/effect.ts";
import { operationOf, stepRoute } from "../../shared/contracts/step-routes.ts";
import { type CallerVerb, callerVerbs } from "../../shared/domain/verbs.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { viewOfStep } from "../../shared/runtime/case-view.ts";
import type { Issued } from "../../shared/runtime/issue-command.ts";
import { mergeCases, unmergeCases } from "../../shared/runtime/merge-cases.ts";
import { takeStep } from "../../shared/runtime/take-step.ts";
import type { Answer } from "../http/call.ts";
import { etagOf } from "../http/entity-tags.ts";
import type { Operation } from "../http/operation.ts";
import { operation, type Platform } from "./platform.ts";

const ofOneCase = (verb: CallerVerb): Operation<Platform> =>
  operation(stepRoute(verb), async (platform, { params, body, caller, expectedVersions }) =>
    answerTo(platform, await takeStep(platform, caller, { verb, ...params, body, expectedVersions }), caller),
  );

/** The steps of a case: each is one verb, decided on the version the caller saw. These two change two cases at once. */
export const stepOperations: Readonly<Record<string, Operation<Platform>>> = {
  ...Object.fromEntries(callerVerbs.map((verb) => [operationOf(verb), ofOneCase(verb)])),
  merge: operation(stepRoute("merge"), async (platform, { params, body, caller, expectedVersions }) =>
    answerTo(
      platform,
      await mergeCases(platform, caller, { verb: "merge", ...params, body, expectedVersions }),
      caller,
    ),
  ),
  unmerge: operation(stepRoute("unmerge"), async (platform, { params, body, caller, expectedVersions }) =>
    answerTo(
      platform,
      await unmergeCases(platform, caller, { verb: "unmerge", ...params, body, expectedVersions }),
      caller,
    ),
  ),
};

/** A repeat answers as the step itself did; only its header tells that it changed nothing. */
async function answerTo(platform: Platform, issued: Issued, caller: Caller): Promise<Answer<CaseView>> {
  const { effect, view } = await viewOfStep(platform, caller, issued);
  return { status: 200, body: view, headers: { ETag: etagOf(view), [effectHeader]: effect } };
}
