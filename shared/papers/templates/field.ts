import type { Draft } from "../draft.ts";
import type { PaperFacts } from "../facts.ts";

/** What a template can say: one text, by its name. `sample` is what a preview says. */
export type TextField = { en: string; sample: string; text: (facts: PaperFacts, draft: Draft) => string };
type Part = { en: string; samples: readonly string[] };
/** What a template says once for each of several: a list by its name, and what is told of each. */
export type ListField = {
  en: string;
  fields: Readonly<Record<string, Part>>;
  /** For each of the list, what tells a field of it; a field is looked up only where the template has it. */
  rows: (facts: PaperFacts, draft: Draft) => ((field: string) => string)[];
};
export type TemplateField = TextField | ListField;
/** The fields of a form by their names, which are Chinese: people write them into a document. */
export type Fields = Readonly<Record<string, TemplateField>>;

export const isList = (field: TemplateField): field is ListField => "rows" in field;

export const text = (en: string, sample: string, from: TextField["text"]): TextField => ({ en, sample, text: from });

/** One of a list: what it is, its place in the list, and what it is told from. */
type Told<Item> = { item: Item; index: number; facts: PaperFacts; draft: Draft };
type PartOf<Item> = Part & { text: (told: Told<Item>) => string };
export const part = <Item>(en: string, samples: readonly string[], from: PartOf<Item>["text"]): PartOf<Item> => ({
  en,
  samples,
  text: from,
});

export const list = <Item>(
  en: string,
  items: (facts: PaperFacts, draft: Draft) => readonly Item[],
  fields: Readonly<Record<string, PartOf<Item>>>,
): ListField => ({
  en,
  fields,
  rows: (facts, draft) =>
    items(facts, draft).map((item, index) => (name) => fields[name]?.text({ item, index, facts, draft }) ?? ""),
});
