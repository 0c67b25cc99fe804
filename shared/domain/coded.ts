import * as z from "zod";
import type { Label } from "./codes.ts";
import { isWrapping } from "./free-text.ts";
import { once } from "./once.ts";

/** What the codes of a list are called. */
export type Labels = Readonly<Record<string, Label>>;
const named = once(() => z.registry<{ labels: Labels }>());

/** A code out of a list that says what each is called, so that forms and histories can name it. */
export function coded<Code extends string>(labels: Readonly<Record<Code, Label>>) {
  const isCode = (key: string): key is Code => key in labels;
  return z.enum(Object.keys(labels).filter(isCode)).register(named(), { labels });
}

type Schema = z.core.$ZodType;

/** What the codes are called that a schema takes, of a union those of all its variants; undefined where they have no names. */
export function labelsOf(schema: Schema): Labels | undefined {
  if (schema instanceof z.ZodUnion) {
    const all = schema.options.flatMap((option) => Object.entries(labelsOf(option) ?? {}));
    return all.length === 0 ? undefined : Object.fromEntries(all);
  }
  if (isWrapping(schema)) return labelsOf(schema._zod.def.innerType);
  return named().get(schema)?.labels;
}

/** The same of one field of an object. */
export function labelsOfField(schema: Schema, field: string): Labels | undefined {
  const inner = schema instanceof z.ZodObject ? schema.shape[field] : undefined;
  return inner === undefined ? undefined : labelsOf(inner);
}
