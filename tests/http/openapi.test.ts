import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { referralSubmission } from "../../shared/contracts/referral.ts";
import type { Route } from "../../shared/contracts/route.ts";
import { type OperationId, routes } from "../../shared/contracts/routes.ts";
import { servicesOf } from "../support/api.ts";
import { openDocument, pointer } from "../support/api-document.ts";

const schema = z.record(z.string(), z.unknown());
const content = z.record(z.string(), z.strictObject({ schema }));
const operation = z.strictObject({
  operationId: z.string(),
  summary: z.string().min(1),
  description: z.string(),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).exactOptional(),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      in: z.enum(["path", "query", "header"]),
      required: z.boolean(),
      description: z.string().exactOptional(),
      schema,
    }),
  ),
  requestBody: z.strictObject({ required: z.boolean(), content }).exactOptional(),
  responses: z.record(
    z.string().regex(/^[2-5]\d\d$/),
    z.strictObject({ description: z.string().min(1), content: content.exactOptional() }),
  ),
});
/** What the OpenAPI specification 3.1 demands of the parts that this document uses, and nothing it does not know. */
const openApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string().min(1),
    version: z.string().min(1),
    summary: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.string() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  tags: z.array(z.strictObject({ name: z.string() })),
  paths: z.record(z.string().startsWith("/"), z.partialRecord(z.enum(["get", "put", "post", "delete"]), operation)),
  components: z.strictObject({ securitySchemes: z.record(z.string(), schema), schemas: z.record(z.string(), schema) }),
});

const api = openDocument();
const document = openApi.parse(api.document);
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, described]) => ({ path, method, ...described })),
);
const sorted = (lines: string[]): string[] => lines.toSorted();

/** Every value in the document under a key of that name. */
function found(key: string, node: unknown): unknown[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => [...(name === key ? [value] : []), ...found(key, value)]);
}
const at = (reference: string): unknown =>
  reference
    .slice(2)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (node, part) => (typeof node === "object" && node !== null ? Reflect.get(node, part) : undefined),
      document,
    );

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
    expect(without).toEqual(["redeemKey", "beginSignIn", "finishSignIn"]);
    expect(operations.filter(({ security }) => security !== undefined)).toHaveLength(without.length);
  });

  it.each(operations)(
    "describes each parameter of $method $path once, and every one in the path",
    ({ path, parameters }) => {
      const inPath = parameters.filter((parameter) => parameter.in === "path");
      expect(sorted(inPath.map(({ name }) => name))).toEqual(
        sorted([...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name)),
      );
      expect(inPath.every(({ required }) => required)).toBe(true);
      expect(new Set(parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).size).toBe(parameters.length);
    },
  );

  it("gives a body to no GET, and answers every operation with a success and with problems", () => {
    for (const { operationId, method, requestBody, responses } of operations) {
      if (method === "get") expect(requestBody, operationId).toBeUndefined();
      const statuses = Object.keys(responses);
      expect(statuses.filter((status) => status.startsWith("2")).length, operationId).toBeGreaterThan(0);
      expect(statuses, operationId).toEqual(expect.arrayContaining(["500", "503"]));
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

  const components = Object.keys(document.components.schemas).map((name) => pointer("components", "schemas", name));
  const inPlace = operations.flatMap(({ path, method, requestBody, responses, parameters }) => [
    ...parameters.map((_, index) => pointer("paths", path, method, "parameters", String(index), "schema")),
    ...Object.keys(requestBody?.content ?? {}).map((type) =>
      pointer("paths", path, method, "requestBody", "content", type, "schema"),
    ),
    ...Object.entries(responses).flatMap(([status, answer]) =>
      Object.keys(answer.content ?? {}).map((type) =>
        pointer("paths", path, method, "responses", status, "content", type, "schema"),
      ),
    ),
  ]);
  it("holds only schemas that compile as JSON Schema 2020-12", () => {
    expect(components.length).toBeGreaterThan(8);
    // Some eight hundred places hold far fewer different schemas; each is compiled once.
    const distinct = new Map([...components, ...inPlace].map((place) => [JSON.stringify(at(place)), place]));
    for (const place of distinct.values()) expect(() => api.faultsOf(place, undefined), place).not.toThrow();
  }, 180_000);
});

describe("the sample referrals", () => {
  const submission = pointer("components", "schemas", "ReferralSubmission");
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
