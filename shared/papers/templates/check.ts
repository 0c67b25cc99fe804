import type { TemplateKind } from "../../domain/official-paper.ts";
import { type TemplateFault, TemplateRefused } from "./fault.ts";
import { type Fields, isList } from "./field.ts";
import { type Named, tagsIn } from "./fill.ts";
import { fieldsOf } from "./form-fields.ts";
import { requiredOf } from "./required.ts";
import { shown } from "./tags.ts";

/** Judges a document as a template of a form: the paths of all that it names, or what is wrong with it. */
export function judgeTemplate(
  kind: TemplateKind,
  bytes: Uint8Array,
): { fields: string[]; faults?: undefined } | { faults: readonly TemplateFault[] } {
  try {
    const { named, text } = tagsIn(bytes);
    return fieldsIn(kind, named, text);
  } catch (error) {
    if (error instanceof TemplateRefused) return { faults: error.faults };
    throw error;
  }
}

function fieldsIn(kind: TemplateKind, named: readonly Named[], text: string): ReturnType<typeof judgeTemplate> {
  const fields = fieldsOf(kind);
  const placed = named.map((tag) => pathOf(fields, tag));
  const paths = placed.flatMap((one) => (typeof one === "string" ? [one] : []));
  const faults = placed.flatMap((one) => (typeof one === "string" ? [] : [one]));
  const missing = requiredOf(kind).filter((alternatives) => !alternatives.some((path) => paths.includes(path)));
  const all = [
    ...fullWidthIn(fields, text),
    ...faults,
    ...missing.map((alternatives) => ({
      code: "missing-template-field" as const,
      about: alternatives.map(shown).join(" / "),
    })),
  ];
  if (all.length === 0) return { fields: [...new Set(paths)].toSorted() };
  return { faults: [...new Map(all.map((one) => [`${one.code} ${one.about}`, one])).values()] };
}

/** What would be said once for each of each: lists in one another grow with every level by as much as they are long. */
function isNested(fields: Fields, { name, within, isSection }: Named): boolean {
  const isOfMany = (one: string) => Object.keys(partsOf(fields, one)).length > 0;
  return isSection && (within.includes(name) || (isOfMany(name) && within.some(isOfMany)));
}

/** What a tag means: a part of the innermost list around it that has one of that name, else a field of the form. */
function pathOf(fields: Fields, tag: Named): string | TemplateFault {
  const { name, within, isSection } = tag;
  if (isNested(fields, tag)) return { code: "template-syntax", about: `{#${within.at(-1)}}{#${name}}` };
  const list = within.findLast((around) => Object.hasOwn(partsOf(fields, around), name));
  if (list !== undefined) return `${list}.${name}`;
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) return { code: "unknown-template-field", about: hint(fields, name) };
  if (isList(field) && !isSection) return { code: "template-syntax", about: `{${name}} → {#${name}}…{/${name}}` };
  return name;
}

function partsOf(fields: Fields, name: string): object {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return field !== undefined && isList(field) ? field.fields : {};
}

/** A name as it was written, and where it would be known. */
function hint(fields: Fields, name: string): string {
  const list = Object.keys(fields).find((one) => Object.hasOwn(partsOf(fields, one), name));
  return list === undefined ? `{${name}}` : `{${name}} → ${shown(`${list}.${name}`)}`;
}

/** Chinese keyboards write brackets that are no tags, and would stay in every paper. */
const fullWidthIn = (fields: Fields, text: string): TemplateFault[] =>
  [...text.matchAll(/｛[#/^]?([^｛｝]{1,30})｝/g)].flatMap(([whole, name = ""]) =>
    Object.hasOwn(fields, name) || Object.keys(fields).some((one) => Object.hasOwn(partsOf(fields, one), name))
      ? [{ code: "full-width-brackets", about: whole }]
      : [],
  );
