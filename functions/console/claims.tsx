import type { Hono } from "hono";
import { concurrently } from "../../shared/client/concurrently.ts";
import { ApiError } from "../../shared/client/errors.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { quarterOf } from "../../shared/domain/incentive.ts";
import { withWordsForErased } from "../../shared/words/erased.ts";
import { claimTexts, noClaimReasons } from "./claim-texts.ts";
import { typed } from "./forms/entry.ts";
import type { Sent } from "./forms/step-form.ts";
import { givenBack } from "./kept.ts";
import { organisationNames } from "./organisation-names.ts";
import { ClaimsPage, type ShownClaim } from "./pages/claims.tsx";
import { ConfirmPage, saidIn } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { may, ownSeat } from "./rights.ts";
import { type Environment, type Here, leadTo, NotForYou, sentHere, type Visit } from "./visit.ts";

type Claim = OperationAnswer<"listClaims">["claims"][number];
type Answered = { status: number; body: Claim };
const claimsOfPage = 20;
const atOnce = 8;

/** The pages of incentive pay: the claims of a quarter, and what is decided on them. */
export function addClaims(app: Hono<Environment>): void {
  app.get("/console/claims", (context) => showClaims(context));
  app.get("/console/claims/:claimId/claim", askClaim);
  app.post("/console/claims/:claimId/claim", claim);
  app.post("/console/claims/:claimId", givenBack({ page: ofQuarter }), async (context) =>
    decide(context, await sentHere(context)),
  );
}

/** A reason that was typed comes back on the page of its quarter. */
const ofQuarter = (_: string, sent: Sent): string => {
  const quarter = quarterNamed(typed(sent, "quarter"));
  return `/console/claims${quarter === undefined ? "" : `?quarter=${quarter}`}`;
};
const quarterNamed = (text: string | undefined): string | undefined =>
  text !== undefined && /^\d{4}Q[1-4]$/.test(text) ? text : undefined;

/** Why something was not done, with what was typed. */
type Refusal = { text: string; quarter: string; sent?: Sent };
/** The claims of a quarter, page by page; `problem`: what is said above, where something was not done. */
async function showClaims(context: Here, problem?: Refusal): Promise<Response> {
  const visit = context.get("visit");
  const { client } = visit;
  const { seat } = await ownSeat(visit);
  if (!may(seat, "listClaims")) throw new NotForYou();
  const { quarter: asked, cursor = "" } = context.req.query();
  const present = quarterOf(new Date(visit.now).toISOString());
  const quarter = problem?.quarter ?? quarterNamed(asked) ?? present;
  const { body } = await client.listClaims({
    query: { quarter, limit: claimsOfPage, ...(cursor !== "" && problem === undefined && { cursor }) },
  });
  const names = await organisationNames(
    visit,
    body.claims.map(({ organisationId }) => organisationId),
  );
  const shown = withWordsForErased(body, visit.language).claims;
  const claims = await concurrently(shown, atOnce, async (one): Promise<ShownClaim> => {
    const name = names.get(one.organisationId) ?? say(visit, "unnamed");
    return { claim: one, name, number: await numberOf(visit, one.claimId) };
  });
  const isUnfit = problem === undefined && asked !== undefined && asked !== quarter;
  return context.html(
    <ClaimsPage
      visit={visit}
      quarter={quarter}
      claims={claims}
      next={body.cursor}
      decides={may(seat, "reviewClaim")}
      said={problem === undefined ? saidIn(context) : undefined}
      typed={problem?.sent ?? visit.kept}
      problem={problem?.text ?? (isUnfit ? say(visit, claimTexts.unfit) : undefined)}
    />,
    problem === undefined ? 200 : 409,
  );
}

/** What the case of a claim is called; undefined where the visitor may see it no more. */
async function numberOf({ client }: Visit, caseId: string): Promise<string | undefined> {
  try {
    return (await client.showCase({ params: { caseId } })).body.state.referrals[0].sourceNumber;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** What claiming means, before it is done. */
async function askClaim(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  if (!may(seat, "claimIncentive")) throw new NotForYou();
  const caseId = context.req.param("claimId") ?? "";
  const { body: view } = await visit.client.showCase({ params: { caseId } });
  const number = view.state.referrals[0].sourceNumber;
  return context.html(
    <ConfirmPage
      visit={visit}
      title={say(visit, claimTexts.claim)}
      of={number}
      back={{ href: `/console/cases/${caseId}`, text: number }}
      texts={[say(visit, claimTexts.claimText)]}
      action={`/console/claims/${caseId}/claim`}
      button={claimTexts.claim}
    />,
  );
}

async function claim(context: Here): Promise<Response> {
  const { client, now } = context.get("visit");
  const caseId = context.req.param("claimId") ?? "";
  return told(context, { quarter: quarterOf(new Date(now).toISOString()) }, () =>
    client.claimIncentive({ params: { caseId } }),
  );
}

/** What the coordinator decides on a claim. */
async function decide(context: Here, sent: Sent): Promise<Response> {
  const visit = context.get("visit");
  const params = { claimId: context.req.param("claimId") ?? "" };
  const quarter = quarterNamed(typed(sent, "quarter")) ?? quarterOf(new Date(visit.now).toISOString());
  const act = actNamed(typed(sent, "act"));
  if (act === undefined) throw new NotForYou();
  const reason = typed(sent, "reason");
  const cause = causes.find((one) => one === typed(sent, "cause"));
  const lacks = reason === "" || reason.length > 500;
  if ((act === "reject" && lacks) || (act === "reverse" && (lacks || cause === undefined))) {
    return showClaims(context, { text: say(visit, claimTexts.saySo), quarter, sent });
  }
  const { client } = visit;
  const steps: Readonly<Record<typeof act, () => Promise<Answered>>> = {
    review: () => client.reviewClaim({ params }),
    approve: () => client.approveClaim({ params }),
    pay: () => client.payClaim({ params }),
    reject: () => client.rejectClaim({ params, body: { reason } }),
    reverse: () => client.reverseClaim({ params, body: { cause: cause ?? "agreement_voided", reason } }),
  };
  return told(context, { quarter, sent }, steps[act]);
}

const causes = ["agreement_voided", "case_reopened"] as const;
const acts = ["review", "approve", "reject", "pay", "reverse"] as const;
const actNamed = (text: string) => acts.find((one) => one === text);

/** Leads back to the claims of the quarter, and says what came of it: done, done before, or why not. */
async function told(context: Here, about: Omit<Refusal, "text">, act: () => Promise<Answered>): Promise<Response> {
  const visit = context.get("visit");
  try {
    const { body } = await act();
    // A decision from before this request has the earlier time.
    const isNew = Date.parse(body.steps.at(-1)?.at ?? "") >= visit.now;
    return leadTo(context, `/console/claims?quarter=${body.quarter}`, isNew ? "done" : "unchanged");
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    const why = noClaimReasons[String(error.problem["reason"])]?.[visit.language] ?? "";
    return showClaims(context, { text: [problemText(error.code, visit.language), why].join(" ").trim(), ...about });
  }
}
