import * as z from "zod";
import { once } from "../../domain/once.ts";

/** What of a JSON Schema says a type of TypeScript; bounds and patterns do not. */
type Schema = {
  type?: string | string[] | undefined;
  description?: string | undefined;
  const?: unknown;
  enum?: unknown[] | undefined;
  /** Codes come to be added, so that a reader takes any. */
  "x-grows"?: true | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
  allOf?: Schema[] | undefined;
  items?: Schema | boolean | undefined;
  prefixItems?: Schema[] | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  propertyNames?: Schema | undefined;
  additionalProperties?: Schema | boolean | undefined;
};
const schema: () => z.ZodType<Schema> = once(() =>
  z.lazy(() =>
    z.object({
      type: z.union([z.string(), z.array(z.string())]).optional(),
      description: z.string().optional(),
      const: z.unknown().optional(),
      enum: z.array(z.unknown()).optional(),
      "x-grows": z.literal(true).optional(),
      anyOf: z.array(schema()).optional(),
      oneOf: z.array(schema()).optional(),
      allOf: z.array(schema()).optional(),
      items: z.union([z.boolean(), schema()]).optional(),
      prefixItems: z.array(schema()).optional(),
      properties: z.record(z.string(), schema()).optional(),
      required: z.array(z.string()).optional(),
      propertyNames: schema().optional(),
      additionalProperties: z.union([z.boolean(), schema()]).optional(),
      $ref: z.never({ error: "a reference has no type here" }).optional(),
    }),
  ),
);

/** The type, in TypeScript, of what a schema takes or gives. Throws where the schema says more than is known here. */
export const typeOf = (made: z.ZodType, io: "input" | "output"): string =>
  write(schema().parse(z.toJSONSchema(made, { io, target: "draft-2020-12", reused: "inline" })));

const literal = (value: unknown): string => JSON.stringify(value);
const joined = (parts: readonly string[], by: " | " | " & "): string =>
  parts.length === 1 ? (parts[0] ?? "never") : `(${[...new Set(parts)].join(by)})`;

function write(one: Schema): string {
  const own = ownType(one);
  const some = one.anyOf ?? one.oneOf;
  const parts = [
    ...(own === undefined ? [] : [own]),
    ...(some === undefined ? [] : [joined(some.map(write), " | ")]),
    ...(one.allOf ?? []).map(write),
  ];
  return parts.length === 0 ? "unknown" : joined(parts, " & ");
}

/** What the schema says beside those that it puts together. */
function ownType(one: Schema): string | undefined {
  if (one.const !== undefined) return literal(one.const);
  if (one.enum !== undefined)
    return joined([...one.enum.map(literal), ...(one["x-grows"] ? ["(string & {})"] : [])], " | ");
  if (Array.isArray(one.type))
    return joined(
      one.type.map((type) => plainType(type, one) ?? "unknown"),
      " | ",
    );
  return plainType(one.type, one);
}

function plainType(type: string | undefined, one: Schema): string | undefined {
  switch (type) {
    case undefined:
      return one.properties === undefined ? undefined : objectType(one);
    case "string":
    case "boolean":
    case "null":
    case "number":
      return type;
    case "integer":
      return "number";
    case "array":
      return arrayType(one);
    case "object":
      return objectType(one);
    default:
      throw new Error(`no type is known for ${type}`);
  }
}

function arrayType({ items, prefixItems }: Schema): string {
  const rest = items === undefined || items === true ? "unknown" : items === false ? undefined : write(items);
  if (prefixItems === undefined) return `${rest ?? "never"}[]`;
  const open = items === undefined || items === false ? [] : [`...${rest}[]`];
  return `[${[...prefixItems.map(write), ...open].join(", ")}]`;
}

function objectType({ properties = {}, required = [], propertyNames, additionalProperties }: Schema): string {
  const fields = Object.entries(properties).map(([name, field]) => {
    const told = field.description === undefined ? "" : `/** ${field.description.replaceAll("*/", "* /")} */\n`;
    const key = /^[a-z]\w*$/i.test(name) ? name : literal(name);
    return `${told}${key}${required.includes(name) ? "" : "?"}: ${write(field)};\n`;
  });
  const value =
    typeof additionalProperties === "object"
      ? write(additionalProperties)
      : additionalProperties === true
        ? "unknown"
        : undefined;
  if (fields.length === 0 && value !== undefined) {
    const names = propertyNames === undefined ? "string" : write(propertyNames);
    const all = propertyNames?.enum?.every((name) => required.includes(String(name))) === true;
    return names === "string" || all ? `Record<${names}, ${value}>` : `{ [Name in ${names}]?: ${value} }`;
  }
  const others = value === undefined ? "" : "[name: string]: unknown;\n";
  return fields.length === 0 && others === "" ? "Record<string, never>" : `{\n${fields.join("")}${others}}`;
}
