import type { AccessEntry } from "../domain/access.ts";
import { soughtLabels } from "../domain/party-terms.ts";
import { dutyLabels } from "../domain/person.ts";
import { administrationFields } from "./administration.ts";
import type { Language } from "./language.ts";

/** A field as its form calls it, without what the form says of it. */
function fieldName(field: string, language: Language): string {
  const label = administrationFields("putOrganisation")?.[field] ?? administrationFields("putMediator")?.[field];
  return label?.[language].split(/[，,：:;（(]/)[0] ?? field;
}

/** What an entry says of what it concerns, in one line. */
export function aboutOf({ about, duty, changed, sought, caseIds }: AccessEntry, language: Language): string {
  const by = sought?.map((field) => soughtLabels[field][language]).join({ zh: "、", en: ", " }[language]);
  const found = caseIds && { zh: `查到 ${caseIds.length} 件`, en: `${caseIds.length} found` }[language];
  const fields = changed?.map((field) => fieldName(field, language)).join({ zh: "、", en: ", " }[language]);
  const facts = [about, duty && dutyLabels[duty][language], fields, by, found];
  return facts.filter((fact) => fact !== undefined).join({ zh: "，", en: "; " }[language]);
}
