import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { describedTypes } from "../../shared/contracts/event-type-list.ts";
import { openApiDocument } from "../../shared/contracts/openapi.ts";
import { problems } from "../../shared/contracts/problems.ts";
import { referralSubmission } from "../../shared/contracts/referral.ts";
import type { Route } from "../../shared/contracts/route.ts";
import { type OperationId, routes } from "../../shared/contracts/routes.ts";
import { everyState } from "../../shared/domain/case-state.ts";
import { servicesOf } from "../support/api.ts";
import { openDocument, pointer, valueAt } from "../support/api-document.ts";

const schema = z.record(z.string(), z.unknown());
const reference = z.strictObject({ $ref: z.string().startsWith("#/components/") });
const content = z.record(z.string(), z.strictObject({ schema }));
const header = z.strictObject({ description: z.string().min(1), schema });
const parameter = z.strictObject({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.literal(true).exactOptional(),
  description: z.string().exactOptional(),
  schema,
});
const response = z.strictObject({
  description: z.string().min(1),
  headers: z.record(z.string(), reference).exactOptional(),
  content: content.exactOptional(),
});
const operation = z.strictObject({
  operationId: z.string(),
  summary: z.string().min(1),
  description: z.string().min(1),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).exactOptional(),
  parameters: z.array(z.union([reference, parameter])),
  requestBody: z.strictObject({ required: z.literal(true).exactOptional(), content }).exactOptional(),
  responses: z.record(z.string().regex(/^(?:[2-5]\d\d|default)$/), z.union([reference, response])),
});
const webhook = operation
  .pick({ summary: true, parameters: true, requestBody: true })
  .extend({ responses: z.strictObject({ "2XX": response }) });
/** What the OpenAPI specification 3.1 demands of the parts that this document uses, and nothing it does not know. */
const openApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string().min(1),
    version: z.string().min(1),
    summary: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.string() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  tags: z.array(z.strictObject({ name: z.string() })),
  paths: z.record(
    z.string().startsWith("/"),
    z.partialRecord(z.enum(["get", "put", "post", "patch", "delete"]), operation),
  ),
  webhooks: z.record(z.string(), z.strictObject({ post: webhook })),
  components: z.strictObject({
    securitySchemes: z.record(z.string(), schema),
    headers: z.record(z.string(), header),
    parameters: z.record(z.string(), parameter),
    responses: z.record(z.string(), response),
    schemas: z.record(z.string(), schema),
  }),
});

const whole = openApiDocument();
function at(pointed: string): unknown {
  const parts = pointed.slice(2).split("/");
  return valueAt(
    whole,
    parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")),
  );
}
const listOfCodes = z.looseObject({ enum: z.array(z.string()).exactOptional() });
const caseStateSchema = z.looseObject({
  oneOf: z.array(reference),
  discriminator: z.strictObject({ propertyName: z.string(), mapping: z.record(z.string(), z.string()) }),
});
const api = openDocument();
const document = openApi.parse(whole);
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, { parameters, responses, ...described }]) => ({
    path,
    method,
    ...described,
    parameters: parameters.map((one) => ("$ref" in one ? parameter.parse(at(one.$ref)) : one)),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, one]) => [status, "$ref" in one ? response.parse(at(one.$ref)) : one]),
    ),
  })),
);
const sorted = (lines: string[]): string[] => lines.toSorted();

/** Every value in the document under a key of that name. */
function found(key: string, node: unknown): unknown[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => [...(name === key ? [value] : []), ...found(key, value)]);
}
describe("a schema of the route table", () => {
  it.each(Object.entries(routes))("of %s is built once", (_, route: Route) => {
    for (const made of [route.params, route.query, route.body, ...Object.values(route.responses)]) {
      expect(made?.()).toBe(made?.());
    }
  });
});

describe("the API description and the router", () => {
  it("hold the same addresses and methods", () => {
    const served = Object.values(servicesOf())
      .flatMap(({ routes: each }) => each)
      .filter(({ method, path }) => method !== "ALL" && path.startsWith("/v1"))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect(sorted(served)).toEqual(sorted(operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`)));
    expect(new Set(served).size).toBe(served.length);
  });

  it("name every operation as the route table does", () => {
    const named = operations.map(({ operationId, method, path }) => [operationId, `${method.toUpperCase()} ${path}`]);
    const table = Object.entries(routes).map(([id, { method, path }]) => [id, `${method} ${path}`]);
    expect(Object.fromEntries(named)).toEqual(Object.fromEntries(table));
    expect(named).toHaveLength(table.length);
  });
});

describe("the API description", () => {
  it("resolves every reference", () => {
    const references = z.array(z.string()).parse(found("$ref", document));
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((reference) => at(reference) === undefined)).toEqual([]);
  });

  it("declares the tags and the security scheme it uses", () => {
    const tags = document.tags.map(({ name }) => name);
    expect(operations.flatMap((one) => one.tags).filter((tag) => !tags.includes(tag))).toEqual([]);
    const schemes = document.security.flatMap((requirement) => Object.keys(requirement));
    expect(schemes.filter((name) => !(name in document.components.securitySchemes))).toEqual([]);
  });

  it("asks for no token where nobody can have one yet, and for one everywhere else", () => {
    const without = operations.filter(({ security }) => security?.length === 0).map(({ operationId }) => operationId);
    expect(without).toEqual([
      "showHealth",
      "listEventTypes",
      "takeSigningJob",
      "bringSigningResult",
      "redeemKey",
      "beginSignIn",
      "finishSignIn",
    ]);
    expect(operations.filter(({ security }) => security !== undefined)).toHaveLength(without.length);
  });

  it.each(operations)(
    "describes each parameter of $method $path once, and every one in the path",
    ({ path, parameters }) => {
      const inPath = parameters.filter((parameter) => parameter.in === "path");
      expect(sorted(inPath.map(({ name }) => name))).toEqual(
        sorted([...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name)),
      );
      expect(inPath.every(({ required }) => required === true)).toBe(true);
      expect(new Set(parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).size).toBe(parameters.length);
    },
  );

  it("gives a body to no GET, and answers every operation with a success and with problems", () => {
    for (const { operationId, method, requestBody, responses } of operations) {
      if (method === "get") expect(requestBody, operationId).toBeUndefined();
      const statuses = Object.keys(responses);
      expect(statuses.filter((status) => status.startsWith("2")).length, operationId).toBeGreaterThan(0);
      expect(statuses, operationId).toEqual(expect.arrayContaining(["429", "503", "default"]));
      const route = Object.entries<Route>(routes).find(([id]) => id === operationId)?.[1];
      expect("401" in responses, operationId).toBe(route?.anonymous !== true);
      if (route?.open === false) expect(statuses, operationId).toEqual(expect.arrayContaining(["401", "403"]));
    }
  });

  it("tells of If-Match, 412 and 428 on every step of a case and nowhere else", () => {
    for (const { operationId, parameters, responses } of operations) {
      const isStep = Object.entries(routes).some(([id, { ifMatch }]) => id === operationId && ifMatch);
      expect(
        parameters.some(({ name }) => name === "If-Match"),
        operationId,
      ).toBe(isStep);
      expect("412" in responses && "428" in responses, operationId).toBe(isStep);
    }
  });

  it("holds only schemas that compile as JSON Schema 2020-12", () => {
    const components = Object.keys(document.components.schemas).map((name) => pointer("components", "schemas", name));
    const inPlace = places(whole).filter(({ path }) => path.at(-1) === "schema");
    expect(components.length).toBeGreaterThan(300);
    expect(inPlace.length).toBeGreaterThan(100);
    // Hundreds of places hold far fewer different schemas; each is compiled once.
    const distinct = new Map(inPlace.map(({ path, value }) => [JSON.stringify(value), pointer(...path)]));
    for (const place of [...components, ...distinct.values()])
      expect(() => api.faultsOf(place, undefined), place).not.toThrow();
  });
});

type Place = { path: string[]; value: unknown };
/** Every place in the document. */
function places(node: unknown, path: string[] = []): Place[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [
    { path: [...path, key], value },
    ...places(value, [...path, key]),
  ]);
}

describe("the webhooks of the description", () => {
  const schemas = Object.values(document.webhooks).map(({ post }) =>
    reference.parse(post.requestBody?.content["application/json"]?.schema),
  );

  it("tell of every type that endpoints are called with, by bodies that its examples fit", () => {
    const examples = describedTypes().flatMap(({ webhook: told }) => (told === undefined ? [] : [told.example]));
    expect(examples.length).toBeGreaterThan(50);
    const fitting = examples.map((example) => schemas.filter(({ $ref }) => api.faultsOf($ref, example).length === 0));
    expect(fitting.map(({ length }) => length)).toEqual(examples.map(() => 1));
  });

  it("name the headers by which a call is verified", () => {
    for (const { post } of Object.values(document.webhooks)) {
      const names = post.parameters.map((one) => ("$ref" in one ? parameter.parse(at(one.$ref)) : one).name);
      expect(names).toEqual(["webhook-id", "webhook-timestamp", "webhook-signature", "webhook-replay"]);
    }
  });
});

describe("a program that makes a client of the description", () => {
  const made = places(whole).map(({ path, value }) => ({ path, schema: schema.safeParse(value).data ?? {} }));

  it("finds a name for every object and every union", () => {
    const orNull = (options: unknown): boolean =>
      Array.isArray(options) && options.length === 2 && JSON.stringify(options[1]) === '{"type":"null"}';
    const isAnonymous = ({ path, schema: { properties, oneOf, anyOf } }: (typeof made)[number]): boolean =>
      path.at(-2) !== "schemas" &&
      path.at(-2) !== "allOf" &&
      path.at(-1) !== "properties" &&
      [properties, oneOf, orNull(anyOf) ? undefined : anyOf].some((part) => part !== undefined);
    expect(made.filter(isAnonymous).map(({ path }) => pointer(...path))).toEqual([]);
    const bodies = operations.flatMap(({ requestBody, responses }) => [
      ...Object.values(requestBody?.content ?? {}),
      ...Object.values(responses).flatMap((answer) => answer.content?.["application/json"] ?? []),
    ]);
    expect(bodies.length).toBeGreaterThan(200);
    expect(bodies.filter((body) => !reference.safeParse(body.schema).success)).toEqual([]);
  });

  it("meets no word that some languages do not know", () => {
    const words = ["const", "$defs", "if", "not", "patternProperties", "dependentRequired"];
    const met = made.filter(({ path }) => words.includes(path.at(-1) ?? "") && path.at(-2) !== "properties");
    expect(met.map(({ path }) => pointer(...path))).toEqual([]);
    const types = found("type", whole).filter((type) => Array.isArray(type));
    expect(types).toEqual([]);
    const patterns = z.array(z.string()).parse(found("pattern", whole));
    expect(patterns.filter((pattern) => pattern.includes("\\p{"))).toEqual([]);
  });

  it("finds no code in two lists that have names, nor two numbers that are constants of no kind", () => {
    const named = Object.values(document.components.schemas).flatMap((one) => listOfCodes.parse(one).enum ?? []);
    const constants = named.map((code) => code.replaceAll(/\W/g, "_").toUpperCase());
    expect(constants.length).toBeGreaterThan(100);
    expect(constants.length - new Set(constants).size).toBe(0);
    const codes = found("enum", whole).flatMap((list) => z.array(z.unknown()).safeParse(list).data ?? []);
    expect(codes.filter((code) => typeof code === "number")).toEqual([]);
  });

  it("tells the states of a case apart by their status", () => {
    const { oneOf, discriminator } = caseStateSchema.parse(document.components.schemas["CaseState"]);
    expect(Object.keys(discriminator.mapping)).toEqual(everyState);
    expect(discriminator.propertyName).toBe("status");
    expect(oneOf.map(({ $ref }) => $ref)).toEqual(Object.values(discriminator.mapping));
    expect(discriminator.mapping["seeking_consent"]).toBe("#/components/schemas/SeekingConsentCase");
  });

  it.each(Object.entries(routes))("must send of %s what may not be left out, and nothing else", (id, route: Route) => {
    const parameters = operations.find(({ operationId }) => operationId === id)?.parameters ?? [];
    const sent = parameters.filter((one) => one.in === "query");
    const missed =
      route
        .query()
        .safeParse({})
        .error?.issues.map(({ path }) => String(path[0])) ?? [];
    expect(sent.filter(({ required }) => required).map(({ name }) => name)).toEqual(missed);
    expect(sent.map(({ name }) => name)).toEqual(Object.keys(route.query().shape));
  });

  it("is told every status that a route refuses with", () => {
    for (const [id, route] of Object.entries<Route>(routes)) {
      const told = Object.keys(operations.find(({ operationId }) => operationId === id)?.responses ?? {});
      expect(told, id).toEqual(
        expect.arrayContaining([
          ...Object.keys(route.responses),
          ...route.problems.map((code) => `${problems[code].status}`),
        ]),
      );
    }
  });

  it("is told where a header says more", () => {
    const headersOf = (id: string, status: string) =>
      Object.keys(operations.find(({ operationId }) => operationId === id)?.responses[status]?.headers ?? {});
    expect(headersOf("submitReferral", "201")).toEqual(["Location", "ETag"]);
    expect(headersOf("showCase", "200")).toContain("ETag");
    expect(headersOf("accept", "429")).toContain("Retry-After");
    expect(headersOf("accept", "503")).toContain("Retry-After");
    expect(headersOf("accept", "401")).toContain("WWW-Authenticate");
  });

  it("reads about 2 KB an operation, and is sent in 56 KB", () => {
    const text = JSON.stringify(whole);
    expect(Buffer.byteLength(text) / operations.length).toBeLessThanOrEqual(2150);
    expect(gzipSync(text).length).toBeLessThanOrEqual(56_000);
  });
});

describe("the sample referrals", () => {
  const submission = pointer("components", "schemas", "SubmitReferral");
  const samples = ["court", "police", "procuratorate"].map((name) => ({
    name,
    sample: z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(readFileSync(`shared/sample-data/referral-${name}.json`, "utf8"))),
  }));

  it.each(samples)("$name: is right by the description and by the validator", ({ sample }) => {
    expect(api.faultsOf(submission, sample)).toEqual([]);
    expect(referralSubmission().safeParse(sample).error?.issues ?? []).toEqual([]);
  });

  it.each<[string, (sample: Record<string, unknown>) => unknown]>([
    ["an unknown field", (sample) => ({ ...sample, priority: 1 })],
    [
      "an unknown field further in",
      (sample) => ({ ...sample, dispute: { ...Object(sample["dispute"]), mood: "bad" } }),
    ],
    ["no number", ({ sourceNumber: _, ...rest }) => rest],
    ["an empty number", (sample) => ({ ...sample, sourceNumber: "" })],
    ["an unknown channel", (sample) => ({ ...sample, channel: "telegram" })],
    ["a time that is none", (sample) => ({ ...sample, requestedAt: "yesterday" })],
    ["a time without a zone", (sample) => ({ ...sample, requestedAt: "2026-01-05T10:00:00" })],
    [
      "a place of the wrong length",
      (sample) => ({ ...sample, dispute: { ...Object(sample["dispute"]), place: "33" } }),
    ],
    ["a fraction of a fen", (sample) => ({ ...sample, dispute: { ...Object(sample["dispute"]), amountFen: 0.5 } })],
    ["one party", (sample) => ({ ...sample, parties: [Object(sample["parties"])[0]] })],
  ])("with %s are wrong by both", (_, change) => {
    for (const { name, sample } of samples) {
      const changed = change(sample);
      expect(api.faultsOf(submission, changed), name).not.toEqual([]);
      expect(referralSubmission().safeParse(changed).success, name).toBe(false);
    }
  });
});

describe("a client that was made from the route table", () => {
  it("finds every operation id in the description", () => {
    const ids: string[] = operations.map(({ operationId }) => operationId);
    const table = Object.keys(routes).filter((key): key is OperationId => key in routes);
    expect(table.filter((id) => !ids.includes(id))).toEqual([]);
  });
});
