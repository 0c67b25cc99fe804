import type { TemplateKind } from "../../domain/official-paper.ts";
import { createDraft, type Draft, type Missing } from "../draft.ts";
import type { PaperFacts } from "../facts.ts";
import { plain } from "../plain.ts";
import { type Fields, isList } from "./field.ts";
import { fieldsOf } from "./form-fields.ts";

/** What a template is filled with: texts by name, and for each list one of them for each that it has. */
export type Values = Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>;

/** What a template that names these fields says of a case, and what the case does not say of it. An unknown value is empty. */
export function valuesOf(
  kind: TemplateKind,
  named: readonly string[],
  facts: PaperFacts,
): { values: Values; missing: Missing[] } {
  const draft = createDraft();
  const emptied: Draft = { ...draft, need: (missing, known) => draft.need(missing, known, "") };
  const values = valuesBy(fieldsOf(kind), named, {
    text: (field) => field.text(facts, emptied),
    rows: (field) => field.rows(facts, emptied),
  });
  return { values, missing: draft.missing() };
}

/** What a preview says: plainly invented, and of nobody's case. */
export const sampleValues = (kind: TemplateKind, named: readonly string[]): Values =>
  valuesBy(fieldsOf(kind), named, {
    text: ({ sample }) => sample,
    rows: ({ fields }) => {
      const count = Math.max(...Object.values(fields).map(({ samples }) => samples.length));
      return Array.from({ length: count }, (_, index) => (part: string) => fields[part]?.samples[index] ?? "");
    },
  });

type Field<Is extends "text" | "rows"> = Extract<Fields[string], Record<Is, unknown>>;
type Source = { text: (field: Field<"text">) => string; rows: (field: Field<"rows">) => ((part: string) => string)[] };

/** Looks up what is named and nothing else, so that nothing is missed that the template does not ask for. */
function valuesBy(fields: Fields, named: readonly string[], source: Source): Values {
  const values: Record<string, string | Record<string, string>[]> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (!isList(field)) {
      if (named.includes(name)) values[name] = plain(source.text(field));
      continue;
    }
    const parts = Object.keys(field.fields).filter((part) => named.includes(`${name}.${part}`));
    if (parts.length === 0 && !named.includes(name)) continue;
    values[name] = source.rows(field).map((tell) => Object.fromEntries(parts.map((part) => [part, plain(tell(part))])));
  }
  return values;
}
