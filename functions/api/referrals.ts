import { type ApiRoutes, apiRoutes } from "../../shared/contracts/api-routes.ts";
import type { FieldError } from "../../shared/contracts/problems.ts";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import { bundledCalendars, shanghaiDate } from "../../shared/domain/calendar.ts";
import type { Dispute, Referral } from "../../shared/domain/case.ts";
import { parseCaseNumber } from "../../shared/domain/case-number.ts";
import { decide } from "../../shared/domain/decide.ts";
import { matchOf } from "../../shared/domain/party-match.ts";
import { sendersOf } from "../../shared/domain/sender.ts";
import { given } from "../../shared/domain/step.ts";
import { fingerprint } from "../../shared/dynamo/case-items.ts";
import { createCase, loadCase } from "../../shared/dynamo/case-store.ts";
import { caseStore, warnOfProvisionalClocks } from "../../shared/runtime/issue-command.ts";
import { lawInForce } from "../../shared/runtime/law-in-force.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { actorOf, type Call } from "./call.ts";
import { etagOf, viewOf } from "./case-view.ts";
import { operation } from "./operation.ts";
import { countOf } from "./supplied-parties.ts";

export const referralOperations = {
  submitReferral: operation(apiRoutes.submitReferral, async (platform, call) => {
    const { body, caller } = call;
    const at = platform.now();
    refuseWrongContent(call, at);
    const caseId = platform.newId();
    const context = {
      at,
      by: actorOf(caller),
      rules: await lawInForce(platform.table, countyOfCase(call), shanghaiDate(at)),
      // A petition's own clock starts with the request; no other clock runs yet.
      calendars: body.channel === "petition" ? await caseStore(platform.table).calendars() : bundledCalendars,
    };
    // A court's number is kept in its one full-width form, so that either kind of bracket finds the same case.
    const caseNumber = parseCaseNumber(body.sourceNumber)?.text;
    const referral = { ...referralOf(body, caller.organisationId, at), sourceNumber: caseNumber ?? body.sourceNumber };
    const happenings = decide(
      { type: "submit", caseId, track: "people", referral, dispute: disputeOf(body) },
      undefined,
      context,
    );
    const { summary, occurredOn } = body.dispute;
    const parties = JSON.stringify({
      summary,
      ...(occurredOn === undefined ? {} : { occurredOn }),
      parties: body.parties,
    });
    const [hash, sealed] = await Promise.all([
      platform.partyHasher(),
      platform.sealer.seal(`case/${caseId}/parties`, parties),
    ]);
    const creation = await createCase(platform.table, {
      happenings,
      context,
      fingerprint: fingerprint({ ...body, sourceNumber: referral.sourceNumber }),
      parties: sealed,
      match: matchOf(body.parties, { category: body.dispute.category, ...given("caseNumber", caseNumber) }, hash),
    });
    switch (creation.outcome) {
      case "created":
        warnOfProvisionalClocks(undefined, creation.stored);
        return {
          status: 201,
          body: viewOf(creation.stored, caller),
          headers: { Location: `/v1/cases/${caseId}`, ETag: etagOf(creation.stored) },
        };
      case "repeated": {
        const stored = await loadCase(platform.table, creation.caseId);
        if (stored === undefined) throw new Error(`referral points to case ${creation.caseId}, which is not there`);
        return {
          status: 200,
          body: viewOf(stored, caller),
          headers: { Location: `/v1/cases/${creation.caseId}`, ETag: etagOf(stored) },
        };
      }
      case "conflicting":
        throw new Problem("source-number-conflict", {
          errors: [{ path: "/sourceNumber", code: "already-sent", message: creation.caseId }],
        });
    }
  }),
};

/** A case is of the county where it happened, else of its referrer's. */
const countyOfCase = ({ body, caller }: Call<ApiRoutes["submitReferral"]>): string =>
  (body.dispute.place ?? caller.organisation.facts.divisionCode).slice(0, 6);

/** A place that the directory does not know is not wrong: the case goes to triage. */
function refuseWrongContent({ body, caller }: Call<ApiRoutes["submitReferral"]>, at: string): void {
  const errors: FieldError[] = [];
  const refuse = (path: string, code: string, message: string) => errors.push({ path, code, message });
  if (!sendersOf[body.channel].includes(caller.organisation.facts.type)) {
    refuse("/channel", "not-your-channel", `${caller.organisation.facts.type} does not send by ${body.channel}`);
  }
  if (body.requestedAt !== undefined && Date.parse(body.requestedAt) > Date.parse(at)) {
    refuse("/requestedAt", "time-in-future", body.requestedAt);
  }
  if (body.dispute.occurredOn !== undefined && body.dispute.occurredOn > shanghaiDate(at)) {
    refuse("/dispute/occurredOn", "time-in-future", body.dispute.occurredOn);
  }
  if (errors.length > 0) throw new Problem("invalid-body", { errors });
}

function referralOf(body: ReferralSubmission, agencyId: string, at: string): Omit<Referral, "sourceNumber"> {
  const { channel, mediateBy, summaryProcedure, requestedAt = at } = body;
  return {
    agencyId,
    channel,
    requestedAt,
    ...given("mediateBy", mediateBy),
    ...(summaryProcedure ? { summaryProcedure } : {}),
  };
}

function disputeOf({ dispute, parties, namedOrganisationId }: ReferralSubmission): Dispute {
  const { category, place, amountFen, riskGrade, harm, earlierAttemptFailed, circumstances } = dispute;
  return {
    category,
    ...given("place", place),
    ...countOf(parties),
    ...given("amountFen", amountFen),
    riskGrade,
    ...given("harm", harm),
    earlierAttemptFailed,
    ...given("namedOrganisationId", namedOrganisationId),
    ...(circumstances.length === 0 ? {} : { circumstances }),
  };
}
