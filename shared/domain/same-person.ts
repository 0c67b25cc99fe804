import type { Actor } from "./case.ts";

/** Whether an act names the person who did it: one who signed in, or the officer that a system says. */
export const namesPerson = ({ personId, officer }: Actor): boolean => personId !== undefined || officer !== undefined;

/**
 * Whether two acts are by one person. People who signed in are known by their ids; a system says a name alone, which is held
 * to be the person of that name at the organisation, since somebody may act by key and by console. Names are compared without
 * spaces, width and case.
 */
export function isSamePerson(one: Actor, other: Actor): boolean {
  if (one.personId !== undefined && other.personId !== undefined) return one.personId === other.personId;
  if (one.organisationId !== other.organisationId) return false;
  return (
    one.officer !== undefined && other.officer !== undefined && plainName(one.officer) === plainName(other.officer)
  );
}

const plainName = (name: string): string => name.normalize("NFKC").replaceAll(/\s/g, "").toLowerCase();
