import * as z from "zod";
import { organisationId, role } from "../domain/case.ts";
import { divisionCode } from "../domain/division.ts";
import {
  acceptance,
  agreementRecord,
  consentRecord,
  failureRecord,
  manualAssignment,
  performanceProof,
  refusal,
  sessionRecord,
} from "./case-commands.ts";
import { caseHistory, caseList, caseParties, caseView } from "./case-view.ts";
import {
  directoryChange,
  divisionFacts,
  keyRegistration,
  mediatorFacts,
  organisationFacts,
  organisationView,
  publicKey,
} from "./directory.ts";
import { acked, ackRequest, extendRequest, received, receiveRequest } from "./inbox.ts";
import { referralSubmission } from "./referral.ts";
import { noBody, type Route, type RouteAnswer, route } from "./route.ts";
import { endpointCreated, endpointList, endpointRegistration } from "./webhooks.ts";

const everyone = role.options;
const caseId = z.strictObject({ caseId: z.uuid() });
const organisation = z.strictObject({ organisationId });
const page = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(600).exactOptional(),
};

/** A step of a case: carries the version it was decided on; a repeat by the same actor changes nothing and answers 200. */
const step = <const Verb extends string, Body extends z.ZodType>(
  verb: Verb,
  summary: Route["summary"],
  body: Body,
  roles: Route["roles"] = ["committee"],
) =>
  route({
    method: "POST",
    path: `/v1/cases/{caseId}/${verb}`,
    summary,
    tag: "cases",
    roles,
    ifMatch: true,
    params: caseId,
    body,
    responses: { 200: caseView },
    problems: ["not-found", "illegal-transition", "stale-version", "version-required"],
  });

/** Every operation there is. */
export const routes = {
  submitReferral: route({
    method: "POST",
    path: "/v1/referrals",
    summary: { en: "Refer a dispute to mediation", zh: "移送纠纷" },
    tag: "referrals",
    roles: ["agency", "committee"],
    body: referralSubmission,
    responses: { 201: caseView, 200: caseView },
    problems: ["source-number-conflict"],
  }),
  listCases: route({
    method: "GET",
    path: "/v1/cases",
    summary: { en: "List the cases you sent, or hold", zh: "查询移送或承办的案件" },
    tag: "cases",
    roles: ["agency", "committee", "coordinator"],
    query: z.strictObject({ as: z.enum(["sender", "holder"]), ...page }),
    responses: { 200: caseList },
  }),
  showCase: route({
    method: "GET",
    path: "/v1/cases/{caseId}",
    summary: { en: "Read a case", zh: "查询案件" },
    tag: "cases",
    roles: everyone,
    params: caseId,
    responses: { 200: caseView },
    problems: ["not-found"],
  }),
  showHistory: route({
    method: "GET",
    path: "/v1/cases/{caseId}/history",
    summary: { en: "Read what happened to a case: who, when and why", zh: "查询案件经过" },
    tag: "cases",
    roles: everyone,
    params: caseId,
    responses: { 200: caseHistory },
    problems: ["not-found"],
  }),
  showParties: route({
    method: "GET",
    path: "/v1/cases/{caseId}/parties",
    summary: { en: "Read the parties of a case; the reading is recorded", zh: "查询当事人（查询行为留痕）" },
    tag: "cases",
    roles: ["agency", "committee"],
    params: caseId,
    responses: { 200: caseParties },
    problems: ["not-found"],
  }),
  assign: step("assign", { en: "Offer a case to a body by hand", zh: "人工分派" }, manualAssignment, ["coordinator"]),
  accept: step("accept", { en: "Accept an offered case", zh: "签收受理" }, acceptance),
  decline: step("decline", { en: "Decline an offered case with a reason", zh: "不予受理（注明理由）" }, refusal),
  seekConsent: step("seek-consent", { en: "Begin to ask all parties for consent", zh: "征询调解意愿" }, noBody),
  recordConsent: step("record-consent", { en: "Record the parties' answers", zh: "登记当事人意愿" }, consentRecord),
  recordSession: step("record-session", { en: "Record a mediation session", zh: "登记调解过程" }, sessionRecord),
  recordAgreement: step("record-agreement", { en: "Record the agreement", zh: "登记调解协议" }, agreementRecord),
  startPerformance: step("start-performance", { en: "Begin performance of the agreement", zh: "开始履行" }, noBody),
  completePerformance: step(
    "complete-performance",
    { en: "Prove performance and close the case", zh: "履行完毕并结案" },
    performanceProof,
  ),
  fail: step("fail", { en: "Close a case whose mediation failed", zh: "调解不成并结案" }, failureRecord),
  acknowledgeResult: step(
    "acknowledge-result",
    { en: "Sign for the result, which closes the loop", zh: "反馈签收" },
    noBody,
    ["agency", "committee"],
  ),
  receiveMessages: route({
    method: "POST",
    path: "/v1/inbox/receive",
    summary: { en: "Lease messages from your inbox", zh: "领取收件箱消息" },
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: receiveRequest,
    responses: { 200: received },
  }),
  extendLease: route({
    method: "POST",
    path: "/v1/inbox/extend",
    summary: { en: "Keep a lease longer, or give it back with 0", zh: "延长租约（0 表示归还）" },
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: extendRequest,
    responses: { 204: undefined },
    problems: ["lease-lost"],
  }),
  ackMessages: route({
    method: "POST",
    path: "/v1/inbox/ack",
    summary: { en: "Remove leased messages from your inbox", zh: "确认并移除消息" },
    tag: "inbox",
    roles: ["agency", "committee", "coordinator"],
    body: ackRequest,
    responses: { 200: acked },
  }),
  createWebhookEndpoint: route({
    method: "POST",
    path: "/v1/webhook-endpoints",
    summary: { en: "Subscribe an address to the steps of your cases", zh: "订阅案件进展推送" },
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    body: endpointRegistration,
    responses: { 201: endpointCreated },
  }),
  listWebhookEndpoints: route({
    method: "GET",
    path: "/v1/webhook-endpoints",
    summary: { en: "List your webhook endpoints", zh: "查询推送地址" },
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    responses: { 200: endpointList },
  }),
  removeWebhookEndpoint: route({
    method: "DELETE",
    path: "/v1/webhook-endpoints/{endpointId}",
    summary: { en: "Remove a webhook endpoint", zh: "删除推送地址" },
    tag: "webhooks",
    roles: ["agency", "committee", "coordinator"],
    params: z.strictObject({ endpointId: z.string().max(60) }),
    responses: { 204: undefined },
    problems: ["not-found"],
  }),
  putOrganisation: route({
    method: "PUT",
    path: "/v1/organisations/{organisationId}",
    summary: { en: "Register an organisation and provision its inbox", zh: "登记机构并开通收件箱" },
    tag: "directory",
    roles: ["coordinator"],
    params: organisation,
    body: organisationFacts,
    responses: { 200: directoryChange },
  }),
  showOrganisation: route({
    method: "GET",
    path: "/v1/organisations/{organisationId}",
    summary: { en: "Read an organisation", zh: "查询机构" },
    tag: "directory",
    roles: everyone,
    params: organisation,
    responses: { 200: organisationView },
    problems: ["not-found"],
  }),
  listOrganisations: route({
    method: "GET",
    path: "/v1/organisations",
    summary: { en: "List the organisations of a county", zh: "查询辖区机构" },
    tag: "directory",
    roles: everyone,
    query: z.strictObject({ county: z.string().regex(/^\d{6}$/), ...page }),
    responses: {
      200: z.strictObject({ organisations: z.array(organisationView), cursor: z.string().exactOptional() }),
    },
  }),
  registerKey: route({
    method: "POST",
    path: "/v1/organisations/{organisationId}/keys",
    summary: { en: "Register a public key, beside those there are", zh: "登记公钥" },
    tag: "directory",
    roles: everyone,
    params: organisation,
    body: keyRegistration,
    responses: { 200: publicKey },
    problems: ["not-found"],
  }),
  revokeKey: route({
    method: "DELETE",
    path: "/v1/organisations/{organisationId}/keys/{keyId}",
    summary: { en: "Revoke a public key at once", zh: "立即吊销公钥" },
    tag: "directory",
    roles: everyone,
    params: z.strictObject({ organisationId, keyId: z.string().max(100) }),
    responses: { 204: undefined },
    problems: ["not-found"],
  }),
  putMediator: route({
    method: "PUT",
    path: "/v1/organisations/{organisationId}/mediators/{mediatorId}",
    summary: { en: "Register a mediator of an organisation", zh: "登记调解员" },
    tag: "directory",
    roles: ["coordinator", "committee"],
    params: z.strictObject({ organisationId, mediatorId: z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/) }),
    body: mediatorFacts,
    responses: { 200: directoryChange },
    problems: ["not-found"],
  }),
  putDivision: route({
    method: "PUT",
    path: "/v1/divisions/{code}",
    summary: { en: "Register an administrative division", zh: "登记行政区划" },
    tag: "directory",
    roles: ["coordinator"],
    params: z.strictObject({ code: divisionCode }),
    body: divisionFacts,
    responses: { 200: directoryChange },
  }),
} satisfies Record<string, Route>;

export type Routes = typeof routes;
export type OperationId = keyof Routes;

export type OperationAnswer<Op extends OperationId> = RouteAnswer<Routes[Op]>;
