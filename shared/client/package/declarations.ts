import * as z from "zod";
import { caseView } from "../../contracts/case-view.ts";
import { problemDocument } from "../../contracts/problems.ts";
import { referralSubmission } from "../../contracts/referral.ts";
import { noBody, type Route } from "../../contracts/route.ts";
import { routes } from "../../contracts/routes.ts";
import { webhookEvent } from "../../contracts/webhooks.ts";
import {
  acceptedAssignment,
  actor,
  agreement,
  assignment,
  caseClock,
  clockKind,
  confirmation,
  dispute,
  referral,
  sending,
} from "../../domain/case.ts";
import { caseState } from "../../domain/case-state.ts";
import { categoryCode, channel, circumstance, documentKind } from "../../domain/codes.ts";
import { eventTypes } from "../../domain/events.ts";
import { party } from "../../domain/party.ts";
import { privateJwk, publicJwk } from "../token.ts";
import { typeOf } from "./schema-types.ts";

// The types of the package: written out of the route table, as what TypeScript infers from the schemas would be megabytes.

type Io = "input" | "output";
type Named = readonly [name: string, schema: () => z.ZodType, io: Io];

/** What people write into the signatures of their own functions, and what occurs again and again: the whole before its parts. */
const named: readonly Named[] = [
  ["CaseView", caseView, "output"],
  ["CaseState", caseState, "output"],
  ["ReferralSubmission", referralSubmission, "input"],
  ["Party", party, "output"],
  ["Referral", referral, "output"],
  ["Dispute", dispute, "output"],
  ["Agreement", agreement, "output"],
  ["Assignment", assignment, "output"],
  ["AcceptedAssignment", acceptedAssignment, "output"],
  ["Confirmation", confirmation, "output"],
  ["Sending", sending, "output"],
  ["CaseClock", caseClock, "output"],
  ["Actor", actor, "output"],
  ["ClockKind", clockKind, "output"],
  ["Channel", channel, "output"],
  ["CategoryCode", categoryCode, "output"],
  ["Circumstance", circumstance, "output"],
  ["DocumentKind", documentKind, "output"],
  ["EventType", () => z.enum(eventTypes), "output"],
  ["ProblemDocument", problemDocument, "output"],
  ["WebhookEvent", webhookEvent, "output"],
  ["PublicJwk", publicJwk, "output"],
  ["PrivateJwk", privateJwk, "output"],
];

const declaredHere = `export type Language = "en" | "zh";
export type Label = { en: string; zh: string };
export type SigningAlgorithm = "ES256" | "EdDSA" | "PS256" | "RS256";

/** An organisation that calls with its own key. */
export type TokenClaims = {
  organisationId: string;
  key: PrivateJwk;
  audience: string;
  /** The human who acts, for the audit trail. */
  officer?: string;
  /** Milliseconds since the epoch. */
  now?: () => number;
  lifetimeSeconds?: number;
};
export type RetryPolicy = {
  tries: number;
  baseMilliseconds: number;
  longestWaitMilliseconds: number;
  timeoutMilliseconds: number;
  random: () => number;
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
};
export type ClientOptions = (TokenClaims | { session: string | undefined; now?: () => number }) & {
  baseUrl: string;
  fetch?: typeof fetch;
  retry?: Partial<RetryPolicy>;
  /** The language of titles and advice in problem documents. */
  language?: Language;
};
/** What a call comes to. Of a step, \`effect\` tells whether this call took it or found it taken. */
export type Answered<Body> = {
  status: number;
  body: Body;
  etag: string | undefined;
  effect: "done" | "unchanged" | undefined;
  retryAfterSeconds: number | undefined;
  /** Where it is read from now on, as the platform says. */
  location: string | undefined;
};
/** An answer to a reading from before: if nothing has changed since, it comes back with the status 304. */
export type Known<Body> = Pick<Answered<Body>, "body" | "etag">;
export type ClientFile = { mediaType: string; bytes: Uint8Array };

/** The typed client of the API. Its methods throw \`ApiError\` for a problem document, \`CallError\` where there is no answer. */
export declare function createClient(options: ClientOptions): Client;
export declare class ApiError extends Error {
  constructor(problem: ProblemDocument, retryAfterSeconds?: number);
  readonly problem: ProblemDocument;
  readonly code: string;
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
}
export declare class CallError extends Error {
  constructor(code: "no-answer" | "unexpected-answer", operation: string, text: Label, options?: ErrorOptions);
  readonly text: Label;
  readonly code: "no-answer" | "unexpected-answer";
  readonly operation: string;
}

/** The signing key in a PEM file, as openssl makes it. */
export declare function keyFromPem(pem: string): Promise<PrivateJwk>;
export declare function newKeyPair(alg?: SigningAlgorithm): Promise<{ privateJwk: PrivateJwk; publicJwk: PublicJwk }>;
export declare function publicPart(key: PrivateJwk): PublicJwk;
/** What registers a key: its public half, and the proof that its holder has the private one. */
export declare function registrationOf(
  of: Pick<TokenClaims, "organisationId" | "key" | "audience" | "now">,
): Promise<{ jwk: PublicJwk; proof: string }>;
/** A bearer token, signed by its own issuer, for at most 300 seconds. */
export declare function signToken(claims: TokenClaims): Promise<string>;

export type WebhookDelivery = {
  /** The endpoint's secret, whsec_…, or its public key, whpk_…; or both of them while it is being rotated. */
  secret: string | readonly string[];
  headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came, before any parsing. */
  rawBody: string | Uint8Array;
  now?: () => number;
};
/** The event of a delivery whose signature and age (5 minutes) are good. Throws \`WebhookError\`. */
export declare function verifyWebhook(delivery: WebhookDelivery): WebhookEvent;
export declare class WebhookError extends Error {
  constructor(code: "not-authentic" | "not-an-event", text: Label, options?: ErrorOptions);
  readonly text: Label;
  readonly code: "not-authentic" | "not-an-event";
}
`;

/** The text of the package's index.d.ts. */
export function declarations(): string {
  const types = typeNames();
  const methods = Object.entries(routes).map(([operation, route]) => method(operation, route, types));
  const files = Object.entries<Route>(routes)
    .filter(([, route]) => route.files.length > 0)
    .map(([operation, route]) => download(operation, route, types));
  const client = `export interface Client {\n${methods.join("")}download: {\n${files.join("")}};\n}\n`;
  return `${declaredHere}\n${client}\n${types.declared()}`;
}

type TypeNames = ReturnType<typeof typeNames>;

/** Each type under one name, however many operations have it. */
function typeNames() {
  const names = new Map<string, string>();
  const texts: string[] = [];
  const add = (name: string, text: string): string => {
    const known = names.get(text);
    if (known !== undefined) return known;
    names.set(text, name);
    texts.push(`export type ${name} = ${text};\n`);
    return name;
  };
  for (const [name, schema, io] of named) add(name, typeOf(schema(), io));
  return {
    nameOf: (name: string, schema: z.ZodType, io: Io): string => {
      const text = typeOf(schema, io);
      return text.length < 40 ? text : add(name, text);
    },
    /** The inside of a type that has a name is that name. */
    declared: () =>
      texts
        .map((text) => named.reduce((whole, [name, schema, io]) => within(whole, name, typeOf(schema(), io)), text))
        .join("\n"),
  };
}

const within = (text: string, name: string, inner: string): string =>
  text.startsWith(`export type ${name} =`) ? text : text.replaceAll(inner, name);

const titled = (operation: string): string => `${operation.slice(0, 1).toUpperCase()}${operation.slice(1)}`;

function method(operation: string, route: Route & { summary: { en: string } }, types: TypeNames): string {
  const answers = Object.values(route.responses).map((schema) =>
    schema === undefined ? "undefined" : types.nameOf(`${titled(operation)}Answer`, schema(), "output"),
  );
  const answer = [...new Set(answers)].join(" | ");
  const request = requestOf(operation, route, types, answer);
  const optional = request.isOptional ? "?" : "";
  return `/** ${route.summary.en} */\nreadonly ${operation}: (request${optional}: ${request.text}) => Promise<Answered<${answer}>>;\n`;
}

function download(operation: string, route: Route, types: TypeNames): string {
  const mediaTypes = route.files.map((type) => JSON.stringify(type)).join(" | ");
  const { text } = requestOf(operation, route, types);
  return `(operation: ${JSON.stringify(operation)}, mediaType: ${mediaTypes}, request: ${text}): Promise<ClientFile>;\n`;
}

/** What a call takes: each part where the operation has one, optional where it may be empty. */
function requestOf(
  operation: string,
  route: Route,
  types: TypeNames,
  answer?: string,
): { text: string; isOptional: boolean } {
  const parts = (["params", "query", "body"] as const).flatMap((part) => {
    const schema = route[part]();
    const isNone = part === "body" ? route.body === noBody : Object.keys(route[part]().shape ?? {}).length === 0;
    if (isNone) return [];
    const isOptional = schema.safeParse({}).success;
    const name = part === "body" ? "Body" : titled(part);
    return [
      {
        text: `${part}${isOptional ? "?" : ""}: ${types.nameOf(`${titled(operation)}${name}`, schema, "input")}`,
        isOptional,
      },
    ];
  });
  const version = route.ifMatch ? [{ text: 'version: number | "*"', isOptional: false }] : [];
  const known =
    answer === undefined || route.method !== "GET" ? [] : [{ text: `known?: Known<${answer}>`, isOptional: true }];
  const all = [...parts, ...version, ...known, { text: "signal?: AbortSignal", isOptional: true }];
  return {
    text: `{ ${all.map(({ text }) => text).join("; ")} }`,
    isOptional: all.every(({ isOptional }) => isOptional),
  };
}
