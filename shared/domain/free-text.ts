import * as z from "zod";
import { once } from "./once.ts";

const freeTexts = once(() => z.registry<{ most: number }>());

/** A text in which people write what they like, names too: it is sealed wherever it is stored. */
export const freeText = (most: number) => z.string().trim().min(1).max(most).register(freeTexts(), { most });

type Schema = z.core.$ZodType;
type Wrapping = Schema & { _zod: { def: { innerType: Schema } } };
/** Whether a schema only wraps another one, as where a value may be absent. */
export const isWrapping = (schema: Schema): schema is Wrapping => "innerType" in schema._zod.def;

/** The value with each free text in it changed, by the schema that took it. */
export function withFreeTexts(schema: Schema, value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return isFree(schema) ? change(value) : value;
  if (schema instanceof z.ZodUnion) {
    const taking = schema.options.find((option) => z.safeParse(option, value).success);
    return taking === undefined ? value : withFreeTexts(taking, value, change);
  }
  if (isWrapping(schema)) return withFreeTexts(schema._zod.def.innerType, value, change);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((one) => withFreeTexts(schema.element, one, change));
  if (!(schema instanceof z.ZodObject) || typeof value !== "object" || value === null) return value;
  const shape = new Map(Object.entries(schema.shape));
  const changed = Object.entries(value).map(([key, part]) => {
    const field = shape.get(key);
    return [key, field instanceof z.ZodType ? withFreeTexts(field, part, change) : part];
  });
  return Object.fromEntries(changed);
}

/** A description, or that it may be absent, leaves a text free. */
function isFree(schema: Schema): boolean {
  if (isWrapping(schema)) return isFree(schema._zod.def.innerType);
  return schema instanceof z.ZodType && freeTexts().get(schema) !== undefined;
}

/** The value with each text in it changed, whatever it is: of what was stored. */
export function withTexts<Value>(value: Value, change: (text: string) => unknown): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => withTexts(one, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withTexts(part, change)]));
}

/** What stands for a sealed text where it was: a hash that only the text with its salt gives. */
export const standInBegins = "sealed:";
const standIn = /^sealed:[\w-]{43}$/;
export const isStandIn = (text: string): boolean => standIn.test(text);

/** The stand-ins in a value. */
export function standInsIn(value: unknown): string[] {
  const found: string[] = [];
  withTexts(value, (text) => {
    if (isStandIn(text)) found.push(text);
    return text;
  });
  return found;
}
