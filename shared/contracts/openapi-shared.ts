import { inOneWord } from "./openapi-names.ts";
import { isJson, type Json } from "./openapi-plain.ts";

/** What stands in the description this often, at this length, is worth a component. */
const timesAtLeast = 2;
const charactersAtLeast = 70;

type Part = { name: string; value: Json };
type Shared = {
  components: Readonly<Record<string, Json>>;
  /** Refers to the part where it became a component. */
  inPlace: (part: Json) => Json;
};

/**
 * Writes down once what stands in several places word for word. A component is called as its parts are; of several that would be
 * called the same, the one that saves most is made.
 */
export function sharedParts(parts: readonly Part[], at: string, isTaken: (name: string) => boolean): Shared {
  const byText = Map.groupBy(parts, ({ value }) => JSON.stringify(value));
  const worth = [...byText].filter(([text, { length }]) => length >= timesAtLeast && text.length >= charactersAtLeast);
  const saving = ([text, { length }]: (typeof worth)[number]): number => text.length * length;
  const components: Record<string, Json> = {};
  const references = new Map<string, Json>();
  for (const [text, [part]] of worth.toSorted((one, other) => saving(other) - saving(one))) {
    const name = inOneWord(part?.name ?? "");
    if (part === undefined || isTaken(name) || name in components) continue;
    components[name] = part.value;
    references.set(text, { $ref: `${at}${name}` });
  }
  return { components, inPlace: (part) => references.get(JSON.stringify(part)) ?? part };
}

/** The schemas, with what single values in them have in common as components of their own. */
export function withSharedValues(schemas: Readonly<Record<string, Json>>, at: string): Record<string, Json> {
  const { components, inPlace } = sharedParts(Object.values(schemas).flatMap(valuesIn), at, (name) => name in schemas);
  const replaced = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(replaced);
    if (!isJson(node)) return node;
    const { properties, ...rest } = Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, replaced(value)]),
    );
    if (!isJson(properties)) return properties === undefined ? rest : { ...rest, properties };
    const placed = Object.entries(properties).map(([name, value]) => [name, isJson(value) ? inPlace(value) : value]);
    return { ...rest, properties: Object.fromEntries(placed) };
  };
  return {
    ...Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, Object(replaced(schema))])),
    ...components,
  };
}

/** The properties of the schema and of all within it that are single values. */
function valuesIn(node: unknown): Part[] {
  if (Array.isArray(node)) return node.flatMap(valuesIn);
  if (!isJson(node)) return [];
  const { properties } = node;
  const own = Object.entries(isJson(properties) ? properties : {}).flatMap(([name, value]) =>
    isJson(value) && isSingle(value) ? [{ name, value }] : [],
  );
  return [...own, ...Object.values(node).flatMap(valuesIn)];
}

const isSingle = ({ type, enum: codes }: Json): boolean =>
  codes === undefined && (type === "string" || type === "integer" || type === "boolean");
