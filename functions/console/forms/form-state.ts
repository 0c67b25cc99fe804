import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import type { Label } from "../../../shared/domain/codes.ts";
import { administrationFields } from "../../../shared/words/administration.ts";
import { choiceLabels } from "../../../shared/words/choices.ts";
import { fieldLabels } from "../../../shared/words/fields.ts";
import type { Language } from "../../../shared/words/language.ts";
import { particularFields } from "../../../shared/words/particular-fields.ts";
import { listed } from "../../../shared/words/punctuation.ts";
import { referralFields } from "../../../shared/words/referral-fields.ts";
import { say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";
import { monthLabels } from "./month-form.ts";
import type { Sent } from "./step-form.ts";

/** What a form shows: for which step, what was typed so far, what is wrong with it, and what can be picked. */
export type FormState = {
  visit: Visit;
  verb: string;
  sent: Sent;
  /** By the name of the field. */
  errors: ReadonlyMap<string, string>;
  /** Ids with their names, by the kind of thing that a field names. */
  picks: Readonly<Partial<Record<Pick, readonly { id: string; name: string }[]>>>;
  /** Where a field names an organisation: those that can be picked, by the name of the field. */
  bodies?: Readonly<Record<string, FoundBodies>>;
  partyCount: number;
};
/** What a search among organisations found: with their load, and whether there are more. */
export type FoundBodies = { q: string; choices: readonly { id: string; name: string }[]; more: boolean };
/** Organisations of which kind a field names. */
export type BodyPick = "organisation" | "mediating" | "court" | "police";
export const isBodyPick = (pick: Pick | BodyPick | undefined): pick is BodyPick =>
  pick === "organisation" || pick === "mediating" || pick === "court" || pick === "police";
export type Pick = "organisation" | "court" | "police" | "mediator" | "paper" | "division";

/** Of which kind of thing a field names one. */
export const picked: Readonly<Record<string, Pick>> = {
  organisationId: "organisation",
  namedOrganisationId: "organisation",
  organisationIds: "organisation",
  attended: "organisation",
  courtId: "court",
  policeId: "police",
  mediatorId: "mediator",
  coMediatorIds: "mediator",
  documentId: "paper",
  place: "division",
  divisionCode: "division",
  parentId: "organisation",
  stationedAt: "organisation",
};

/** The labels of the forms that are no step. */
const ownLabels: Readonly<Record<string, Readonly<Record<string, Label>>>> = {
  "submit-referral": referralFields,
  "say-particulars": particularFields,
  "put-earlier-figures": monthLabels,
};

/** The label of a field: its words in this step. */
export function labelOf(verb: string, path: string, language: Language): string {
  const labels: Readonly<Record<string, Label | undefined>> =
    ownLabels[verb] ?? administrationFields(verb) ?? fieldLabels(verb);
  const label = verb === typesPlaces ? labels[path] : (chosenPlaces[path] ?? labels[path]);
  return label?.[language] ?? path;
}

/** Of a place in another county the code is typed; any other is chosen by its name. */
export const typesPlaces = "hand-over";
const chosenPlaces: Readonly<Record<string, Label>> = {
  place: { zh: "纠纷发生地", en: "Place of the dispute" },
  "parties.place": { zh: "住所地", en: "Residence or seat" },
};

/** What can be chosen for a field: what was looked up for it, the parties by number, or its codes; undefined where it is typed. */
export function choicesOf(form: FormState, field: BodyField, path: string): { id: string; name: string }[] | undefined {
  const pick = picked[field.name];
  const known = form.bodies?.[field.name]?.choices ?? (pick && form.picks[pick]);
  if (known !== undefined) return [...known];
  if (field.kind === "list" && field.of.kind === "number") {
    return Array.from({ length: form.partyCount }, (_, index) => ({
      id: String(index + 1),
      name: `${say(form.visit, "party")}${index + 1}`,
    }));
  }
  const value = field.kind === "list" ? field.of : field;
  if (value.kind !== "choice") return undefined;
  // The keys of an object that look like numbers come first, so that 10 stood before 01.
  const isNumbered = (code: string): boolean => /^\d\d$/.test(code);
  const numbered = value.choices.filter(isNumbered).toSorted();
  const codes = [...numbered, ...value.choices.filter((code) => !isNumbered(code))];
  const { labels } = value;
  return codes.map((code) => ({
    id: code,
    name: labels?.[code]?.[form.visit.language] ?? choiceName(form, path, code),
  }));
}

/** A code of a field in words. */
export const choiceName = ({ verb, visit }: FormState, path: string, code: string): string =>
  choiceLabels(verb, path)?.[code]?.[visit.language] ?? code;

/** What a form says in a field, in words. */
export function shownValue(form: FormState, field: BodyField, sent: Sent): string {
  const choices = new Map(choicesOf(form, field, field.name)?.map(({ id, name }) => [id, name]));
  const values = (sent.get(field.name) ?? []).filter((text) => text !== "");
  return values.length === 0
    ? "—"
    : listed(
        values.map((text) => choices.get(text) ?? text),
        form.visit.language,
      );
}
