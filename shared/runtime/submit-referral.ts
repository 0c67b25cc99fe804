import type { FieldError } from "../contracts/problems.ts";
import type { ReferralSubmission } from "../contracts/referral.ts";
import { bundledCalendars, shanghaiDate } from "../domain/calendar.ts";
import type { Dispute, Referral } from "../domain/case.ts";
import { channelDefinitions } from "../domain/channels.ts";
import { given } from "../domain/given.ts";
import { bornInFuture, countOf } from "../domain/party.ts";
import { matchOf } from "../domain/party-match.ts";
import { submit } from "../domain/phases/submission.ts";
import { countyOf } from "../domain/scope.ts";
import { startsWithRequest } from "../domain/sender-clocks.ts";
import { caseNumberIn, formerSpellings, shownNumber, sourceNumberKey } from "../domain/source-number.ts";
import { fingerprint, type StoredCase } from "../dynamo/case-items.ts";
import { createCase, spellingStored } from "../dynamo/case-store.ts";
import { calendarsInForce } from "./calendars-in-force.ts";
import { actorOf, type Caller, ownCounty } from "./caller.ts";
import { partiesPlace } from "./case-texts.ts";
import { countyOfNewCase, loadCaseInCounty } from "./county-of-case.ts";
import { warnOfProvisionalClocks } from "./issue-command.ts";
import { lawInForce } from "./law-in-force.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { sendAgain } from "./send-again.ts";
import { goesOnIn } from "./survivor.ts";

export type Submitted = { outcome: "created" | "repeated"; stored: StoredCase };

/**
 * Makes a case of a referral; the same referral sent again is the same case. Other content under the same number makes a new
 * case once the earlier one was recalled or not accepted. Throws `Problem` for wrong content, and `source-number-conflict`
 * where the number stands with other content; `CommandError` for a date that is missing or over.
 */
export async function submitReferral(ports: Ports, caller: Caller, body: ReferralSubmission): Promise<Submitted> {
  const at = ports.now();
  const errors = contentErrors(body, caller, at);
  if (errors.length > 0) throw new Problem("invalid-body", { errors });
  const caseId = ports.newId();
  const { summary, occurredOn, requested, place } = body.dispute;
  const county = await countyOfNewCase(ports.table, { place, referrer: caller.organisation });
  const context = {
    at,
    by: actorOf(caller),
    rules: await lawInForce(ports.table, countyOfLaw(body, caller), shanghaiDate(at)),
    // A referrer's own clock may start with the request; no other clock runs yet.
    calendars: startsWithRequest(body.channel) ? await calendarsInForce(ports.table, county) : bundledCalendars(),
  };
  const caseNumber = caseNumberIn(body.sourceNumber);
  const referral = { ...referralOf(body, caller.organisationId, at), sourceNumber: shownNumber(body.sourceNumber) };
  const parties = JSON.stringify({
    summary,
    ...given("occurredOn", occurredOn),
    ...given("requested", requested),
    parties: body.parties,
  });
  const [hash, sealed, formerKey] = await Promise.all([
    ports.partyHasher(),
    ports.sealer.seal(partiesPlace(caseId), parties),
    spellingStored(ports.table, caller.organisationId, formerSpellings(body.sourceNumber)),
  ]);
  // One spelling of the number, whatever its brackets, blanks and width; what stands under another one stays there.
  const numberKey = formerKey ?? sourceNumberKey(body.sourceNumber);
  const submission = { caseId, county, track: "people", dispute: disputeOf(body) } as const;
  const creating = {
    context,
    fingerprint: fingerprint({ ...body, sourceNumber: numberKey }),
    parties: sealed,
    match: matchOf(body.parties, { category: body.dispute.category, ...given("caseNumber", caseNumber) }, hash),
    numberKey,
  };
  const first = await createCase(ports.table, {
    ...creating,
    newEvents: submit({ ...submission, referral }, context),
  });
  const creation =
    first.outcome === "conflicting"
      ? await sendAgain(ports.table, { caseId, sourceNumber: referral.sourceNumber }, creating, (resentFrom) =>
          submit({ ...submission, referral: { ...referral, resentFrom } }, context),
        )
      : first;
  switch (creation.outcome) {
    case "created":
      warnOfProvisionalClocks(undefined, creation.stored);
      return creation;
    case "repeated": {
      const stored = await loadCaseInCounty(ports.table, creation.caseId);
      if (stored === undefined) throw new Error(`referral points to case ${creation.caseId}, which is not there`);
      return { outcome: "repeated", stored: await goesOnIn(ports.table, stored) };
    }
    case "conflicting":
      throw new Problem("source-number-conflict", {
        errors: [{ path: "/sourceNumber", code: "already-sent", message: creation.caseId }],
      });
  }
}

/** The law is that of the county where it happened, else of its referrer's. */
export const countyOfLaw = ({ dispute }: { dispute: { place?: string } }, caller: Caller): string =>
  dispute.place === undefined ? ownCounty(caller) : countyOf(dispute.place);

/**
 * What is wrong with a referral that its schema cannot tell: the channel of the referrer, and what lies in the future. A place
 * that the directory does not know is not wrong: the case goes to triage.
 */
export function contentErrors(body: ReferralSubmission, { organisation }: Caller, at: string): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (path: string, code: string, message: string) => errors.push({ path, code, message });
  const { type } = organisation.facts;
  if (!channelDefinitions[body.channel].senders.includes(type)) {
    refuse("/channel", "not-your-channel", `${type} does not send by ${body.channel}`);
  }
  if (body.requestedAt !== undefined && Date.parse(body.requestedAt) > Date.parse(at)) {
    refuse("/requestedAt", "time-in-future", body.requestedAt);
  }
  if (body.takenUpOn !== undefined && body.takenUpOn > shanghaiDate(at)) {
    refuse("/takenUpOn", "time-in-future", body.takenUpOn);
  }
  if (body.dispute.occurredOn !== undefined && body.dispute.occurredOn > shanghaiDate(at)) {
    refuse("/dispute/occurredOn", "time-in-future", body.dispute.occurredOn);
  }
  for (const path of bornInFuture(body.parties, shanghaiDate(at))) refuse(`/parties${path}`, "bad-date", "bad-date");
  return errors;
}

function referralOf(body: ReferralSubmission, agencyId: string, at: string): Omit<Referral, "sourceNumber"> {
  const { channel, mediateBy, takenUpOn, summaryProcedure, requestedAt = at } = body;
  return {
    agencyId,
    channel,
    requestedAt,
    ...given("mediateBy", mediateBy),
    ...given("takenUpOn", takenUpOn),
    ...given("summaryProcedure", summaryProcedure),
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
    ...given("circumstances", circumstances.length === 0 ? undefined : circumstances),
  };
}
