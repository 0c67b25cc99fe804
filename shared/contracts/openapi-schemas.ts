import * as z from "zod";
import { type Given, type Names, type Naming, namesOf, rootOf, toldApart } from "./openapi-names.ts";
import { extensible, isJson, type Json, plain } from "./openapi-plain.ts";
import { withSharedValues } from "./openapi-shared.ts";
import { withCommonParts, withExtensions } from "./openapi-variants.ts";

/** Bodies are told as they are sent, answers as they come. */
type Side = "input" | "output";
/** A schema that the description must hold, with the name it has there unless it has one of its own. */
export type Root = Given & { side: Side };
export type Components = {
  schemas: Readonly<Record<string, Json>>;
  /** Refers to a schema that is among them. */
  referenceTo: (schema: z.core.$ZodType, side: Side) => Json;
  nameOf: (schema: z.core.$ZodType) => string;
};

type Schemas = Readonly<Record<string, Json>>;
const componentsAt = "#/components/schemas/";

/** Makes a component of every object, union and list of codes within the roots. */
export function componentsOf(roots: readonly Root[], naming: Naming): Components {
  const names = namesOf(naming, roots);
  const idOf = (schema: z.core.$ZodType): string => {
    const id = names.get(rootOf(schema));
    if (id === undefined) throw new Error("a schema of the description has no name");
    return id;
  };
  const on = (side: Side, all: Schemas): Schemas =>
    reachable(
      all,
      roots.filter((root) => root.side === side).map(({ schema }) => idOf(schema)),
    );
  const sent = on("input", schemasOf(names, naming, "input"));
  const told = on(
    "output",
    withExtensions(withCommonParts(schemasOf(names, naming, "output"), componentsAt), componentsAt),
  );
  const renamed = differing(sent, told);
  const sentAs = (name: string): string => (renamed.has(name) ? `${name}Input` : name);
  const asSent = Object.entries(sent).map(([name, schema]) => {
    const known = name in told && !renamed.has(name) ? extensible(schema) : schema;
    return [sentAs(name), renamedIn(known, sentAs)] as const;
  });
  const all = withSharedValues({ ...withExtensions(told, componentsAt), ...Object.fromEntries(asSent) }, componentsAt);
  return {
    schemas: Object.fromEntries(Object.entries(all).toSorted(([one], [other]) => (one < other ? -1 : 1))),
    nameOf: idOf,
    referenceTo: (schema, side) => {
      const id = idOf(schema);
      return { $ref: `${componentsAt}${side === "input" ? sentAs(id) : id}` };
    },
  };
}

function schemasOf(names: Names, { instead }: Naming, side: Side): Schemas {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: side,
    uri: (id) => `${componentsAt}${id}`,
    override({ zodSchema, jsonSchema }) {
      const other = instead.get(zodSchema);
      if (other !== undefined) {
        for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
        jsonSchema.$ref = `${componentsAt}${names.get(other)}`;
      }
      const told = toldApart(zodSchema);
      if (told === undefined) return;
      const { anyOf = [], oneOf = anyOf } = jsonSchema;
      delete jsonSchema.anyOf;
      const mapping = told.variants.flatMap(({ values, schema }) =>
        values.map((value) => [value, `${componentsAt}${names.get(rootOf(schema))}`]),
      );
      const discriminator = { propertyName: told.by, mapping: Object.fromEntries(mapping) };
      Object.assign(jsonSchema, { oneOf, discriminator });
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $id: _id, $schema: _schema, ...schema }]) => [name, plain(schema, side)]),
  );
}

/** The components of these names, and what they refer to. */
function reachable(schemas: Schemas, from: readonly string[]): Schemas {
  const found = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...referencesIn(schemas[name]));
  }
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => found.has(name)));
}

/**
 * What is both sent and told and is not the same both ways, with all that holds it. An answer may always hold more, and that it
 * also has what may be left out of what is sent makes it no other thing.
 */
function differing(sent: Schemas, told: Schemas): Set<string> {
  const both = Object.keys(sent).filter((name) => name in told);
  const text = ({ required: _, ...schema }: Json): string => JSON.stringify(sorted(plain(schema, "output")));
  const found = new Set(both.filter((name) => text(sent[name] ?? {}) !== text(told[name] ?? {})));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const name of both) if (referencesIn(sent[name]).some((one) => found.has(one))) found.add(name);
  }
  return found;
}

/** The same with its keys in one order. */
const sorted = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(sorted);
  if (!isJson(node)) return node;
  const entries = Object.entries(node).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, sorted(value)]));
};

/** The names of the components that are referred to within a part of the description. */
function referencesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(referencesIn);
  if (!isJson(node)) return [];
  const { $ref, ...rest } = node;
  const own = typeof $ref === "string" ? [$ref.slice(componentsAt.length)] : [];
  return [...own, ...Object.values(rest).flatMap(referencesIn)];
}

function renamedIn(node: Json, rename: (name: string) => string): Json {
  const within = (value: unknown): unknown => {
    if (typeof value === "string" && value.startsWith(componentsAt))
      return `${componentsAt}${rename(value.slice(componentsAt.length))}`;
    return Array.isArray(value) ? value.map(within) : isJson(value) ? renamedIn(value, rename) : value;
  };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, within(value)]));
}
