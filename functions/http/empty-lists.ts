import * as z from "zod";

type Schema = z.core.$ZodType;

/** The value without the empty lists in fields that may be left out: that is how many clients send what is absent. */
export function withoutEmptyLists(schema: Schema, value: unknown): unknown {
  if (schema instanceof z.ZodUnion) return withoutEmptyListsOfOne(schema.options, value);
  if (schema instanceof z.ZodArray)
    return Array.isArray(value) ? value.map((one) => withoutEmptyLists(schema.element, one)) : value;
  if (isWrapping(schema)) return withoutEmptyLists(schema._zod.def.innerType, value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const fieldOf = (key: string): Schema | undefined => {
    if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
    return schema instanceof z.ZodRecord ? schema.valueType : undefined;
  };
  const kept = Object.entries(value).flatMap(([key, part]) => {
    const field = fieldOf(key);
    if (field === undefined) return [[key, part]];
    const isEmpty = Array.isArray(part) && part.length === 0;
    return isEmpty && mayBeAbsent(field) && isList(field) ? [] : [[key, withoutEmptyLists(field, part)]];
  });
  return Object.fromEntries(kept);
}

/** As the first of the variants that takes it; as it is where none does, so that every fault is told of what was sent. */
function withoutEmptyListsOfOne(variants: readonly Schema[], value: unknown): unknown {
  const read = variants.map((variant) => ({ variant, value: withoutEmptyLists(variant, value) }));
  const taken = read.find((one) => z.safeParse(one.variant, one.value).success);
  return taken === undefined ? value : taken.value;
}

const mayBeAbsent = ({ _zod }: Schema): boolean => _zod.optin !== undefined;
const isList = (schema: Schema): boolean =>
  schema instanceof z.ZodArray || (isWrapping(schema) && isList(schema._zod.def.innerType));

type Wrapping = Schema & { _zod: { def: { innerType: Schema } } };
const isWrapping = (schema: Schema): schema is Wrapping => "innerType" in schema._zod.def;
