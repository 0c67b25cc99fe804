import * as z from "zod";
import { once } from "../domain/once.ts";
import { caseList, foundCases, listCasesQuery } from "./case-lists.ts";
import { caseHistory, caseParties, caseView } from "./case-view.ts";
import {
  documentAnnouncement,
  documentDownload,
  documentList,
  documentReference,
  resultWithPapers,
  uploadTicket,
} from "./documents.ts";
import { referralSubmission } from "./referral.ts";
import { type Route, route } from "./route.ts";
import { caseId, coordinator, document, everyone, holders, page } from "./route-parts.ts";
import { hypotheticalReferral, routingPreview } from "./routing-preview.ts";

const findCasesQuery = once(() =>
  z.strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .describe("A referrer's own number, or the beginning of a case's id (4 characters or more)"),
  }),
);
const showPartiesQuery = once(() =>
  z.strictObject({
    reason: z.string().trim().min(1).max(500).exactOptional().describe("Why; required of a coordinator, and recorded"),
  }),
);
const showResultQuery = once(() =>
  z.strictObject({
    sourceNumber: z.string().max(80).exactOptional().describe("Which of your referrals, where there are several"),
  }),
);
const listUnacknowledgedQuery = once(() => z.strictObject(page()));

/** Referring a dispute, reading cases and results, and their files. */
export const caseRoutes = {
  submitReferral: route({
    method: "POST",
    path: "/v1/referrals",
    tag: "referrals",
    roles: ["agency", "committee"],
    body: referralSubmission,
    responses: { 201: caseView, 200: caseView },
    problems: ["source-number-conflict"],
    headers: ["Location", "ETag"],
  }),
  previewRouting: route({
    method: "POST",
    path: "/v1/routing/preview",
    tag: "referrals",
    readsOnly: true,
    roles: ["agency", "committee", "coordinator"],
    body: hypotheticalReferral,
    responses: { 200: routingPreview },
  }),
  listCases: route({
    method: "GET",
    path: "/v1/cases",
    tag: "cases",
    roles: everyone,
    query: listCasesQuery,
    responses: { 200: caseList },
  }),
  findCases: route({
    method: "GET",
    path: "/v1/case-names",
    tag: "cases",
    roles: everyone,
    query: findCasesQuery,
    responses: { 200: foundCases },
  }),
  showCase: route({
    method: "GET",
    path: "/v1/cases/{caseId}",
    tag: "cases",
    roles: everyone,
    params: caseId,
    responses: { 200: caseView },
    headers: ["ETag", "Content-Location"],
    problems: ["not-found"],
  }),
  showHistory: route({
    method: "GET",
    path: "/v1/cases/{caseId}/history",
    tag: "cases",
    roles: everyone,
    params: caseId,
    responses: { 200: caseHistory },
    problems: ["not-found"],
  }),
  showParties: route({
    method: "GET",
    path: "/v1/cases/{caseId}/parties",
    tag: "cases",
    roles: holders,
    params: caseId,
    query: showPartiesQuery,
    responses: { 200: caseParties },
    problems: ["not-found"],
  }),
  showResult: route({
    method: "GET",
    path: "/v1/cases/{caseId}/result",
    tag: "cases",
    roles: everyone,
    params: caseId,
    query: showResultQuery,
    responses: { 200: resultWithPapers },
    problems: ["not-found"],
  }),
  listUnacknowledged: route({
    method: "GET",
    path: "/v1/unacknowledged-results",
    tag: "cases",
    roles: coordinator,
    query: listUnacknowledgedQuery,
    responses: { 200: caseList },
  }),
  addDocument: route({
    method: "POST",
    path: "/v1/cases/{caseId}/documents",
    tag: "cases",
    roles: holders,
    params: caseId,
    body: documentAnnouncement,
    responses: { 201: uploadTicket },
    problems: ["not-found", "illegal-transition", "too-many-documents"],
  }),
  completeDocument: route({
    method: "POST",
    path: "/v1/cases/{caseId}/documents/{documentId}/complete",
    tag: "cases",
    roles: holders,
    params: document,
    responses: { 200: documentReference },
    problems: [
      "not-found",
      "illegal-transition",
      "document-not-uploaded",
      "document-mismatch",
      "document-infected",
      "scanner-unavailable",
    ],
  }),
  listDocuments: route({
    method: "GET",
    path: "/v1/cases/{caseId}/documents",
    tag: "cases",
    roles: holders,
    params: caseId,
    responses: { 200: documentList },
    problems: ["not-found"],
  }),
  showDocument: route({
    method: "GET",
    path: "/v1/cases/{caseId}/documents/{documentId}",
    tag: "cases",
    roles: holders,
    params: document,
    responses: { 200: documentDownload },
    problems: ["not-found"],
  }),
} satisfies Record<string, Route>;
