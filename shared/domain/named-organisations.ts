import { platform } from "./case.ts";

/** The fields of states and events that hold an organisation's id, or a list of them. */
export const organisationFields: ReadonlySet<string> = new Set([
  "absent",
  "agencyId",
  "attended",
  "coordinatorId",
  "courtId",
  "former",
  "from",
  "informed",
  "namedOrganisationId",
  "organisationId",
  "organisationIds",
  "policeId",
  "policeIds",
  "reachedBy",
  "recallOpen",
  "refusedBy",
  "sentOn",
  "supervised",
  "to",
]);

/** A day or a division, which stand in fields of the same name as some organisations do. */
const isNoId = (text: string): boolean => /^(\d{4}-\d{2}-\d{2}.*|\d{6}|\d{9}|\d{12})$/.test(text);

/** The ids of all organisations that a state, an event or a list of them names, each once, but for the platform's own. */
export function organisationsIn(value: unknown): string[] {
  const found = new Set<string>();
  collect(value, false, found);
  found.delete(platform.organisationId);
  return [...found];
}

function collect(value: unknown, isNamed: boolean, found: Set<string>): void {
  if (typeof value === "string") {
    if (isNamed && !isNoId(value)) found.add(value);
  } else if (Array.isArray(value)) {
    for (const one of value) collect(one, isNamed, found);
  } else if (typeof value === "object" && value !== null) {
    for (const [field, inner] of Object.entries(value)) collect(inner, organisationFields.has(field), found);
  }
}
