import * as z from "zod";
import { someOfArchiveList } from "../domain/archive-list.ts";
import { calendarYear } from "../domain/calendar.ts";
import * as cases from "../domain/case.ts";
import { origin } from "../domain/case-file.ts";
import { caseState } from "../domain/case-state.ts";
import * as codes from "../domain/codes.ts";
import { change } from "../domain/difference.ts";
import { eventType } from "../domain/events.ts";
import { tariff } from "../domain/incentive.ts";
import { lawPack } from "../domain/law-pack.ts";
import { setLimits } from "../domain/limits.ts";
import { monthlyReturn } from "../domain/monthly-return.ts";
import { once } from "../domain/once.ts";
import { knownParty, party } from "../domain/party.ts";
import { periodFigures, periodReport } from "../domain/period-figures.ts";
import { duty, seat } from "../domain/person.ts";
import { refusalTally } from "../domain/refusal-tally.ts";
import { caseResult } from "../domain/result.ts";
import { figureSeries } from "../domain/series.ts";
import { figures } from "../domain/tally.ts";
import { caseList, caseListItem, foundCases } from "./case-lists.ts";
import { anyHistoryEntry, caseHistory, caseParties, caseView, historyEntry } from "./case-view.ts";
import { directoryChange, organisationView, publicKey } from "./directory.ts";
import { documentDownload, documentList, documentReference, resultWithPapers, uploadTicket } from "./documents.ts";
import { inboxCredentials, leasedMessage, received } from "./inbox.ts";
import { claimList, claimView } from "./incentives.ts";
import { inOneWord, type Naming, rootOf } from "./openapi-names.ts";
import { accessLog, invitationView, openedSession, peopleList, sessionView, signInView } from "./people.ts";
import { fieldError, problemDocument } from "./problems.ts";
import { referralCheck } from "./referral-check.ts";
import { manifest, signedRoot } from "./roots.ts";
import { routingPreview } from "./routing-preview.ts";
import { signing, signingAnswer, signingView } from "./signing-routes.ts";
import { verification } from "./verification.ts";
import { attemptList, endpointHealth, toldType } from "./webhook-attempts.ts";
import { countyEndpoints, endpointCreated, endpointList } from "./webhooks.ts";

const { actor, referral, excludedDays, dispute, clockKind, sentAs, assignment, acceptedAssignment } = cases;
const { consent, instalment, confirmation, settlement, ground, sending } = cases;
const { categoryCode, channel, closingOutcome, riskGrade, harm, identityDocument, circumstance, documentKind } = codes;

/** What a layer of law sets is written by few and has many parts: docs/law.md tells them, and a dry run checks them. */
const lawPackRules = once(() => z.looseObject({}).describe("What the layer sets, as docs/law.md tells it"));

const schemas = {
  ...{
    case: caseView,
    caseState,
    caseHistory,
    historyEntry: anyHistoryEntry,
    caseList,
    caseListItem,
    foundCases,
    caseParties,
  },
  ...{ caseResult, resultWithPapers, origin, party, knownParty, routingPreview, referralCheck, verification },
  ...{ actor, referral, excludedDays, dispute, clock: cases.caseClock, sentAs, assignment, acceptedAssignment },
  ...{ consent, instalment, confirmation, settlement, ground, sending },
  ...{ agreement: cases.standingAgreement, agreementAsTold: cases.agreement },
  ...{
    clockKind,
    categoryCode,
    channel,
    closingOutcome,
    riskGrade,
    harm,
    identityDocument,
    circumstance,
    documentKind,
  },
  ...{ organisation: organisationView, setLimits, publicKey, directoryChange, archiveList: someOfArchiveList },
  ...{ document: documentReference, documentDownload, documentList, uploadTicket },
  ...{ signing, signingView, signingAnswer },
  ...{
    receivedMessages: received,
    leasedMessage,
    inboxCredentials,
    webhookEndpointHealth: endpointHealth,
    webhookAttempts: attemptList,
  },
  ...{
    webhookEndpointCreated: endpointCreated,
    webhookEndpoints: endpointList,
    countyWebhookEndpoints: countyEndpoints,
  },
  ...{ incentiveClaim: claimView, incentiveClaims: claimList, tariff, lawPack, lawPackRules, calendarYear, change },
  ...{
    monthlyReturn,
    periodReport,
    periodFigures,
    figures,
    figureSeries,
    refusalTally,
  },
  ...{
    accessLog,
    invitation: invitationView,
    openedSession,
    session: sessionView,
    signIn: signInView,
    people: peopleList,
  },
  ...{ eventType: toldType, seat, duty, signedRoot, manifest, problem: problemDocument, fieldError },
};

/** How the descriptions of the API call schemas, and how they tell some. */
export const naming = (): Naming => ({
  own: Object.entries(schemas).map(([name, schema]) => ({ name: inOneWord(name), schema: schema() })),
  endings: { CaseState: "Case", CaseResult: "Result" },
  instead: new Map<z.core.$ZodType, z.core.$ZodType>([
    [historyEntry(), anyHistoryEntry()],
    // One list, by which endpoints also ask for types.
    [eventType(), toldType()],
    [rootOf(lawPack().shape.rules), rootOf(lawPackRules())],
  ]),
});
