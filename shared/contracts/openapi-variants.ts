import { isJson, type Json } from "./openapi-plain.ts";

type Schemas = Readonly<Record<string, Json>>;
type Variant = { name: string; properties: Json; required: readonly string[]; rest: Json };

/** What the variants of a union must share before it is worth a component of its own. */
const sharedAtLeast = 4;

/** Puts what all variants of a union have in common into one component beside it, of which each is composed. */
export function withCommonParts(schemas: Schemas, at: string): Schemas {
  const changed: Record<string, Json> = {};
  for (const [union, { oneOf }] of Object.entries(schemas)) {
    const variants = variantsOf(schemas, oneOf, at);
    const common = commonTo(variants);
    if (variants.length < sharedAtLeast || Object.keys(common).length < sharedAtLeast) continue;
    const [first] = variants;
    const base = `${union}Common`;
    const isCommon = (name: string): boolean => Object.hasOwn(common, name);
    changed[base] = { type: "object", required: first?.required.filter(isCommon), properties: common };
    for (const { name, properties, required, rest } of variants) {
      const own = Object.fromEntries(Object.entries(properties).filter(([key]) => !isCommon(key)));
      const part = { ...rest, required: required.filter((key) => !isCommon(key)), properties: own };
      changed[name] = { allOf: [{ $ref: `${at}${base}` }, part] };
    }
  }
  return { ...schemas, ...changed };
}

function variantsOf(schemas: Schemas, oneOf: unknown, at: string): Variant[] {
  if (!Array.isArray(oneOf)) return [];
  return oneOf.flatMap((one) => {
    const name = isJson(one) && typeof one["$ref"] === "string" ? one["$ref"].slice(at.length) : "";
    const { properties, required, ...rest } = schemas[name] ?? {};
    if (!isJson(properties) || !Array.isArray(required)) return [];
    return [{ name, properties, required: required.map(String), rest }];
  });
}

/** The properties that are the same in all, required in all or in none. */
function commonTo([first, ...others]: readonly Variant[]): Json {
  const as = (variant: Variant, key: string): string =>
    JSON.stringify([variant.properties[key], variant.required.includes(key)]);
  return Object.fromEntries(
    Object.entries(first?.properties ?? {}).filter(
      ([key]) => first !== undefined && others.every((other) => as(other, key) === as(first, key)),
    ),
  );
}

/** The least that a component must repeat of another before it is composed of it, in characters. */
const repeatedAtLeast = 150;

/** Composes what holds all that another component holds of that one. Only of what is open: a closed one refuses the rest. */
export function withExtensions(schemas: Schemas, at: string): Schemas {
  const whole = Object.entries(schemas).flatMap(([name, schema]) => {
    const [variant] =
      schema["additionalProperties"] === undefined ? variantsOf(schemas, [{ $ref: `${at}${name}` }], at) : [];
    return variant === undefined ? [] : [{ ...variant, text: partsOf(variant) }];
  });
  const composed = whole.flatMap(({ name, properties, required, rest, text }) => {
    const [base] = whole
      .filter((other) => other.text.size < text.size && [...other.text].every((part) => text.has(part)))
      .toSorted((one, other) => sizeOf(other.text) - sizeOf(one.text));
    if (base === undefined || sizeOf(base.text) < repeatedAtLeast) return [];
    const isOwn = (key: string): boolean => !Object.hasOwn(base.properties, key);
    const own = Object.fromEntries(Object.entries(properties).filter(([key]) => isOwn(key)));
    const part = { ...rest, required: required.filter(isOwn), properties: own };
    return [[name, { allOf: [{ $ref: `${at}${base.name}` }, part] }] as const];
  });
  return { ...schemas, ...Object.fromEntries(composed) };
}

const partsOf = ({ properties, required }: Variant): Set<string> =>
  new Set(Object.entries(properties).map(([key, value]) => JSON.stringify([key, value, required.includes(key)])));
const sizeOf = (parts: ReadonlySet<string>): number => [...parts].join("").length;
