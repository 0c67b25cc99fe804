import * as z from "zod";
import { actor, instant } from "../domain/case.ts";
import { paperKind } from "../domain/official-paper.ts";
import { once } from "../domain/once.ts";
import { paperBytesAtMost } from "../domain/paper-types.ts";
import { type Route, route } from "./route.ts";
import { caseId, holders } from "./route-parts.ts";

const draft = once(() => caseId().extend({ documentId: z.uuid() }));
const sha256 = () => z.string().regex(/^[0-9a-f]{64}$/, { error: "sha256" });

/** Who has signed, by place and not by name. */
const signature = once(() =>
  z.strictObject({
    role: z.enum(["party", "mediator", "seal"]),
    number: z.int().min(1).max(50).exactOptional().describe("Which party or mediator, as the job numbers them"),
    at: instant(),
  }),
);

/** A draft that is with the provider of electronic signatures, or was. */
export const signing = once(() =>
  z.strictObject({
    signingId: z.uuid(),
    documentId: z.uuid().describe("The draft that is signed"),
    paper: paperKind(),
    version: z.int().min(1).describe("The version of the case from which the draft was made"),
    state: z.enum(["requested", "signed", "declined", "expired", "withdrawn"]),
    requestedAt: instant(),
    requestedBy: actor(),
    endedAt: instant().exactOptional(),
    signedDocumentId: z.uuid().exactOptional().describe("The paper in the file as it was signed; the draft is kept"),
    sha256: sha256().exactOptional().describe("Of the signed paper"),
    signatures: z.array(signature()).exactOptional(),
  }),
);
export type Signing = z.infer<ReturnType<typeof signing>>;

export const signingView = once(() =>
  signing().extend({ older: z.boolean().describe("Whether the case has gone on since the draft was made") }),
);
const signingList = once(() =>
  z.strictObject({
    available: z.boolean().describe("Whether the deployment names a provider of electronic signatures"),
    signings: z.array(signingView()),
  }),
);

const named = () => ({ caseId: z.uuid(), documentId: z.uuid(), signingId: z.uuid() });
export const signingNamed = once(() => z.strictObject(named()));
const job = once(() =>
  z.strictObject({
    ...named(),
    state: signing().shape.state,
    name: z.string(),
    sha256: sha256().describe("Of the draft"),
    downloadUrl: z.url(),
    expiresAt: instant(),
    signers: z.array(
      z.strictObject({
        role: z.enum(["party", "mediator", "seal"]),
        number: z.int().min(1).exactOptional(),
        name: z.string(),
        phone: z.string().exactOptional(),
      }),
    ),
  }),
);
export type SigningJob = z.infer<ReturnType<typeof job>>;

export const signingResult = once(() =>
  z.discriminatedUnion("state", [
    z.strictObject({
      ...named(),
      state: z.literal("signed"),
      sha256: sha256(),
      sizeBytes: z.int().min(1).max(paperBytesAtMost),
      signatures: z.array(signature()).min(1).max(120),
    }),
    z.strictObject({ ...named(), state: z.literal("declined") }),
    z.strictObject({ ...named(), state: z.literal("expired") }),
  ]),
);
export type SigningResult = z.infer<ReturnType<typeof signingResult>>;
/** 202 while the bytes of a signed paper are still to come. */
export const signingAnswer = once(() =>
  signing().extend({
    upload: z
      .strictObject({
        uploadUrl: z.url().describe("PUT the signed paper here, then send the same result again"),
        headers: z.record(z.string(), z.string()),
        expiresAt: instant(),
      })
      .exactOptional(),
  }),
);
export type SigningAnswer = z.infer<ReturnType<typeof signingAnswer>>;

/** Called by the provider, which signs each call with its key (webhook-id, webhook-timestamp, webhook-signature). */
const byProvider = { method: "POST", tag: "cases", roles: [], open: true, anonymous: true } as const;

/** Drafts go to a provider of electronic signatures and seals, and come back signed. */
export const signingRoutes = {
  requestSigning: route({
    method: "POST",
    path: "/v1/cases/{caseId}/signings/{documentId}",
    tag: "cases",
    roles: holders,
    params: draft,
    responses: { 201: signingView, 200: signingView },
    problems: ["not-found", "illegal-transition", "no-signing-provider", "signing-provider-unavailable"],
  }),
  withdrawSigning: route({
    method: "DELETE",
    path: "/v1/cases/{caseId}/signings/{documentId}",
    tag: "cases",
    duty: "clerk",
    roles: holders,
    params: draft,
    responses: { 200: signingView },
    problems: ["not-found", "signing-ended"],
  }),
  listSignings: route({
    method: "GET",
    path: "/v1/cases/{caseId}/signings",
    tag: "cases",
    roles: holders,
    params: caseId,
    responses: { 200: signingList },
    problems: ["not-found"],
  }),
  takeSigningJob: route({
    ...byProvider,
    path: "/v1/signing/jobs",
    body: signingNamed,
    responses: { 200: job },
    problems: ["signature-wrong", "not-found", "signing-ended"],
  }),
  bringSigningResult: route({
    ...byProvider,
    path: "/v1/signing/results",
    body: signingResult,
    responses: { 200: signingAnswer, 202: signingAnswer },
    problems: [
      "signature-wrong",
      "not-found",
      "signing-ended",
      "too-many-documents",
      "document-mismatch",
      "document-infected",
      "scanner-unavailable",
    ],
  }),
} satisfies Record<string, Route>;
