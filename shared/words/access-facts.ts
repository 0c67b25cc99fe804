import type { AccessEntry } from "../domain/access.ts";
import { soughtLabels } from "../domain/party-terms.ts";
import { dutyLabels } from "../domain/person.ts";
import type { Language } from "./language.ts";

/** What an entry says of what it concerns, in one line. */
export function aboutOf({ about, duty, sought, caseIds }: AccessEntry, language: Language): string {
  const by = sought?.map((field) => soughtLabels[field][language]).join({ zh: "、", en: ", " }[language]);
  const found = caseIds && { zh: `查到 ${caseIds.length} 件`, en: `${caseIds.length} found` }[language];
  const facts = [about, duty && dutyLabels[duty][language], by, found];
  return facts.filter((fact) => fact !== undefined).join({ zh: "，", en: "; " }[language]);
}
