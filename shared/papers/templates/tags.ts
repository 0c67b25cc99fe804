import type { TemplateKind } from "../../domain/official-paper.ts";
import { type Fields, isList } from "./field.ts";
import { fieldsOf } from "./form-fields.ts";

/** A path as it is written into a document. */
export function shown(path: string): string {
  const [list = "", part] = path.split(".");
  return part === undefined ? `{${list}}` : `{#${list}}{${part}}{/${list}}`;
}

/** Every tag of these fields, with what it means and what a preview says. */
export const tagsIn = (fields: Fields): { tag: string; en: string; sample: string }[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    isList(field)
      ? [
          { tag: `{#${name}}…{/${name}}`, en: field.en, sample: "" },
          ...Object.entries(field.fields).map(([part, { en, samples }]) => ({
            tag: shown(`${name}.${part}`),
            en,
            sample: samples.find((sample) => sample !== "") ?? "",
          })),
        ]
      : [{ tag: shown(name), en: field.en, sample: field.sample }],
  );
export const tagsOf = (kind: TemplateKind): ReturnType<typeof tagsIn> => tagsIn(fieldsOf(kind));
