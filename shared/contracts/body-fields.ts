import * as z from "zod";
// By its own name: through `z.core` a bundle would carry all of it, with every locale.
import { $ZodCheckMaxLength } from "zod/v4/core";
import { type Labels, labelsOf } from "../domain/coded.ts";
import { given } from "../domain/given.ts";

/** What a value of a body is, as far as a form or a command line must know it. Lengths are in characters. */
export type FieldKind =
  | { kind: "text"; maximumLength?: number }
  /** `money` is whole fen: the name of its field ends in `Fen`. */
  | { kind: "number" | "money" | "day" | "instant" | "flag" }
  /** `labels`: what the codes are called, where their schema says it. */
  | { kind: "choice"; choices: readonly string[]; labels?: Labels }
  | { kind: "list"; of: FieldKind }
  | { kind: "group"; of: readonly BodyField[] }
  | { kind: "rows"; of: readonly BodyField[] };

/** One field of a body. */
export type BodyField = FieldKind & {
  name: string;
  /** False also where the schema fills in what is absent. */
  required: boolean;
  /** The field exists only where another one has one of these values. */
  when?: { field: string; is: readonly string[] };
  description?: string;
};

type Schema = z.core.$ZodType;

/**
 * The fields of a body as plain data, in the order of the schema; of a union first the field that decides, then those
 * that only some variants have. Throws on a schema of which no form can be made.
 */
export function fieldsOf(body: Schema): BodyField[] {
  if (body instanceof z.ZodDiscriminatedUnion) return fieldsOfUnion(body);
  if (body instanceof z.ZodObject) return Object.entries(body.shape).map(([name, schema]) => fieldOf(name, schema));
  throw new Error(`a body is an object or a union told apart by one field, not ${body._zod.def.type}`);
}

function fieldsOfUnion({ def, options }: z.ZodDiscriminatedUnion): BodyField[] {
  const decides = def.discriminator;
  const variants = options.map((option) => {
    const all = fieldsOf(option);
    const is = all.flatMap((field) => (field.name === decides ? choicesOf(field) : []));
    return { is, fields: all.filter(({ name }) => name !== decides) };
  });
  const byName = Map.groupBy(
    variants.flatMap(({ is, fields }) => fields.map((field) => ({ is, field }))),
    ({ field }) => field.name,
  );
  const placed = [...byName.values()].flatMap(([first, ...others]): BodyField[] => {
    if (first === undefined) return [];
    if (others.some(({ field }) => field.kind !== first.field.kind))
      throw new Error(`${first.field.name} has two kinds, by ${decides}`);
    const each = [first, ...others];
    const field = { ...first.field, required: each.every((one) => one.field.required) };
    if (each.length === variants.length) return [field];
    return [{ ...field, when: { field: decides, is: each.flatMap(({ is }) => is) } }];
  });
  const { own = [], shared = [] } = Object.groupBy(placed, ({ when }) => (when === undefined ? "shared" : "own"));
  return [
    { name: decides, required: true, kind: "choice", choices: variants.flatMap(({ is }) => is) },
    ...own,
    ...shared,
  ];
}

const choicesOf = (kind: FieldKind): readonly string[] => (kind.kind === "choice" ? kind.choices : []);

function fieldOf(name: string, schema: Schema): BodyField {
  const [inner, required] = unwrapped(schema);
  const description = z.globalRegistry.get(schema)?.description ?? z.globalRegistry.get(inner)?.description;
  return { name, required, ...kindOf(inner, name), ...(description === undefined ? {} : { description }) };
}

/** The schema without what makes it optional, and whether a value must be given. */
function unwrapped(schema: Schema): [inner: Schema, required: boolean] {
  const mayBeAbsent =
    schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodDefault;
  return mayBeAbsent ? [unwrapped(schema.def.innerType)[0], false] : [schema, true];
}

function kindOf(schema: Schema, name: string): FieldKind {
  if (schema instanceof z.ZodISODate) return { kind: "day" };
  if (schema instanceof z.ZodISODateTime) return { kind: "instant" };
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) {
    const maximumLength = maximumOf(schema);
    return maximumLength === undefined ? { kind: "text" } : { kind: "text", maximumLength };
  }
  if (schema instanceof z.ZodNumber) return { kind: name.endsWith("Fen") ? "money" : "number" };
  if (schema instanceof z.ZodBoolean) return { kind: "flag" };
  if (schema instanceof z.ZodEnum)
    return { kind: "choice", choices: schema.options.map(String), ...given("labels", labelsOf(schema)) };
  if (schema instanceof z.ZodLiteral) return literalKind([...schema.values]);
  if (schema instanceof z.ZodObject) return { kind: "group", of: fieldsOf(schema) };
  if (schema instanceof z.ZodArray) {
    const element = kindOf(schema.element, name);
    return element.kind === "group" ? { kind: "rows", of: element.of } : { kind: "list", of: element };
  }
  throw new Error(`no form can be made of ${name}, which is of type ${schema._zod.def.type}`);
}

/** From the checks themselves: what zod says of them comes with its JSON schemas, which no function carries. */
function maximumOf({ _zod: { def } }: z.core.$ZodString): number | undefined {
  const maxima = def.checks?.flatMap((check) => (check instanceof $ZodCheckMaxLength ? check._zod.def.maximum : []));
  return maxima?.toSorted((one, other) => one - other)[0];
}

/** `true` alone is a tick; anything else a choice. */
const literalKind = (values: readonly unknown[]): FieldKind =>
  values.every((value) => value === true) ? { kind: "flag" } : { kind: "choice", choices: values.map(String) };
