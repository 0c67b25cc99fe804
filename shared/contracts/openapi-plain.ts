export type Json = Record<string, unknown>;

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** As far as a number of JSON is exact; zod names it as the bound of every whole number. */
const exact = Number.MAX_SAFE_INTEGER;
const int32 = 2 ** 31 - 1;

/**
 * A schema in the words that every generator of clients understands, from those of JSON Schema that only some do. It means the
 * same, but that an answer may hold more than is described: what a later version adds must not break who reads it.
 */
export function plain(schema: Json, side: "input" | "output"): Json {
  const within = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(within) : isJson(value) ? plain(value, side) : value;
  // Beside a reference zod repeats what stands there wherever a check was added that no schema tells.
  if (schema["$ref"] !== undefined) return referring(schema);
  const { properties, ...rest } = schema;
  const inner: Json = {
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, within(value)])),
    // A property may be called like a word of JSON Schema.
    ...(isJson(properties) && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, within(value)])),
    }),
  };
  const told = [oneValue, oneFormat, wholeNumber, evenTuple, anyKey, mergedCodes, anyValue].reduce(
    (so, rule) => rule(so),
    inner,
  );
  return side === "output" ? withoutBounds(extensible(told)) : told;
}

const referring = ({ $ref, description }: Json): Json => ({ $ref, ...(description !== undefined && { description }) });

/** It may hold more than is described. */
export function extensible({ additionalProperties, ...rest }: Json): Json {
  const isOpen = additionalProperties === undefined || additionalProperties === false;
  return isOpen ? rest : { ...rest, additionalProperties };
}

/** A program that sends must know the bounds of a value; one that reads should not fail at them. */
function withoutBounds({ minLength: _min, maxLength: _max, minItems: _least, maxItems: _most, ...rest }: Json): Json {
  const { pattern: _pattern, minimum: _from, maximum: _to, ...told } = rest;
  return told;
}

/**
 * A single value is a list of one code; a number is its own bounds. A flag that is true where it is there at all is any truth
 * value: generated Python compares it with the text "true".
 */
function oneValue({ const: value, ...rest }: Json): Json {
  if (value === undefined || typeof value === "boolean") return rest;
  return typeof value === "number"
    ? { ...rest, type: "integer", minimum: value, maximum: value }
    : { ...rest, enum: [value] };
}

/** A format needs no pattern beside it, and not every language has expressions over classes of Unicode. */
function oneFormat({ pattern, ...said }: Json): Json {
  const { contentEncoding, ...rest } = said;
  // OpenAPI has a format where JSON Schema has an encoding of the content.
  if (contentEncoding === "base64") return { ...rest, format: "byte" };
  if (typeof pattern !== "string" || "format" in rest || pattern.includes("\\p{")) return rest;
  return { ...rest, pattern };
}

/** Says how many bits a whole number takes, instead of how far JSON is exact. */
function wholeNumber({ minimum, maximum, ...rest }: Json): Json {
  const bounds = {
    ...(minimum !== undefined && minimum !== -exact && { minimum }),
    ...(maximum !== undefined && maximum !== exact && { maximum }),
  };
  if (rest["type"] !== "integer") return { ...rest, ...bounds };
  const isShort = typeof bounds.maximum === "number" && bounds.maximum <= int32;
  return { format: isShort ? "int32" : "int64", ...rest, ...bounds };
}

/** A list whose first elements are told apart from the others though all are alike. */
function evenTuple({ prefixItems, items, ...rest }: Json): Json {
  if (!Array.isArray(prefixItems)) return items === undefined ? rest : { ...rest, items };
  const kinds = new Set([...prefixItems, ...(isJson(items) ? [items] : [])].map((each) => JSON.stringify(each)));
  if (kinds.size === 1)
    return { ...rest, items: prefixItems[0], ...(!isJson(items) && { maxItems: prefixItems.length }) };
  return { ...rest, prefixItems, items: {}, maxItems: prefixItems.length };
}

/** That the keys of an object are texts goes without saying. */
function anyKey({ propertyNames, ...rest }: Json): Json {
  const saysNothing =
    isJson(propertyNames) && propertyNames["type"] === "string" && Object.keys(propertyNames).length === 1;
  return propertyNames === undefined || saysNothing ? rest : { ...rest, propertyNames };
}

/** Either one code or another is one list of codes. */
function mergedCodes({ anyOf, ...rest }: Json): Json {
  if (!Array.isArray(anyOf)) return rest;
  const lists = anyOf.map((one) => (isJson(one) && Array.isArray(one["enum"]) ? one["enum"] : undefined));
  if (lists.some((list) => list === undefined)) return { ...rest, anyOf };
  return { ...rest, type: "string", enum: [...new Set(lists.flat())] };
}

/** No language has a type for what is a single value here and a list there. */
function anyValue({ anyOf, type, ...rest }: Json): Json {
  const isTold = (option: unknown): boolean =>
    isJson(option) && (option["$ref"] !== undefined || option["type"] === "null");
  if (Array.isArray(anyOf)) return anyOf.every(isTold) ? { ...rest, anyOf } : rest;
  return type === undefined || Array.isArray(type) ? rest : { ...rest, type };
}
