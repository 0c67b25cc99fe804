import { describe, expect, it } from "vitest";
import * as z from "zod";
import { readAs } from "../../functions/http/body.ts";
import { withoutEmptyLists } from "../../functions/http/empty-lists.ts";
import { openApiDocument } from "../../shared/contracts/openapi.ts";
import type { Route } from "../../shared/contracts/route.ts";
import { routes } from "../../shared/contracts/routes.ts";
import { endpointRegistration } from "../../shared/contracts/webhooks.ts";

type Described = { properties?: Record<string, Described>; additionalProperties?: unknown; items?: Described } & {
  type?: string;
  required?: string[];
  $ref?: string;
};
const described: z.ZodType<Described> = z.looseObject({});
const document = openApiDocument();
const at = (pointer: string): Described =>
  described.parse(
    pointer
      .slice(2)
      .split("/")
      .reduce<unknown>((node, part) => Object(node)[part], document),
  );
const resolved = (schema: Described): Described => (schema.$ref === undefined ? schema : at(schema.$ref));

/** Bodies that hold nothing but one empty list, each in a field that the description lets be absent. */
function bodiesWithEmptyLists(schema: Described): { path: string; body: unknown; bare: unknown }[] {
  const { properties = {}, required = [] } = resolved(schema);
  return Object.entries(properties).flatMap(([key, field]) => {
    const inner = resolved(field);
    if (inner.type === "array") return required.includes(key) ? [] : [{ path: key, body: { [key]: [] }, bare: {} }];
    return bodiesWithEmptyLists(inner).map(({ path, body, bare }) => ({
      path: `${key}.${path}`,
      body: { [key]: body },
      bare: { [key]: bare },
    }));
  });
}

const all = Object.entries<Route>(routes).flatMap(([id, route]) => {
  const name = `${id.charAt(0).toUpperCase()}${id.slice(1)}`;
  const { schemas } = z.looseObject({ schemas: z.record(z.string(), z.unknown()) }).parse(document["components"]);
  if (!(name in schemas)) return [];
  return bodiesWithEmptyLists(at(`#/components/schemas/${name}`)).map((one) => ({ id, route, ...one }));
});

describe("an empty list in a field that may be left out", () => {
  it("is found in many bodies", () => {
    expect(all.map(({ id, path }) => `${id} ${path}`)).toEqual(
      expect.arrayContaining(["submitReferral dispute.circumstances", "accept coMediatorIds", "supplyInfo parties"]),
    );
    expect(all.length).toBeGreaterThan(12);
  });

  it.each(all)("is absent from $id: $path", ({ route, body, bare }) => {
    expect(withoutEmptyLists(route.body(), body)).toEqual(bare);
  });

  it("is no fault where the schema wants one or more, and leaves the rest as it was sent", () => {
    const url = "https://receiver.example/accord";
    expect(readAs(endpointRegistration(), { url, types: [], headers: [] }, "en")).toEqual({ data: { url } });
    expect(readAs(endpointRegistration(), { url, types: ["nothing"] }, "en").errors).toHaveLength(1);
  });

  it("is absent from the variant of a union that takes the rest, and from each of a list or a record", () => {
    const list = () => z.array(z.string()).exactOptional();
    const union = z.union([
      z.strictObject({ a: z.string(), list: list() }),
      z.strictObject({ b: z.string(), list: list() }),
    ]);
    expect(withoutEmptyLists(union, { b: "x", list: [] })).toEqual({ b: "x" });
    expect(withoutEmptyLists(z.array(union), [{ a: "x", list: [] }])).toEqual([{ a: "x" }]);
    expect(withoutEmptyLists(z.record(z.string(), union), { k: { a: "x", list: [] } })).toEqual({ k: { a: "x" } });
  });
});

describe("an empty list elsewhere", () => {
  it.each([
    ["in a field that must be given", z.strictObject({ list: z.array(z.string()) }), { list: [] }],
    ["in a field that nobody knows", z.strictObject({}), { list: [] }],
    ["in a field of another kind", z.strictObject({ text: z.string().exactOptional() }), { text: [] }],
    ["by itself", z.array(z.string()), []],
    ["in no variant of a union", z.union([z.strictObject({ a: z.string() })]), { list: [] }],
  ])("%s stays", (_, schema, value) => {
    expect(withoutEmptyLists(schema, value)).toEqual(value);
  });

  it("called like what every object has stays", () => {
    expect(withoutEmptyLists(z.strictObject({}), { constructor: [] })).toEqual({ constructor: [] });
  });
});
