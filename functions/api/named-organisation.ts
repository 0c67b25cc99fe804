import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import { type Track, track } from "../../shared/domain/codes.ts";
import { loadOrganisation, type StoredOrganisation } from "../../shared/dynamo/directory-store.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import type { Platform } from "./call.ts";

type Fits = { code: string; accepts: (facts: OrganisationFacts) => boolean };

/** The organisation as the directory has it; throws `invalid-body` unless it is there and of the kind that the step needs. */
export async function requireOrganisation(
  { table }: Platform,
  organisationId: string,
  { code, accepts }: Fits,
  path: string,
): Promise<StoredOrganisation> {
  const organisation = await loadOrganisation(table, organisationId);
  if (organisation === undefined || !accepts(organisation.facts)) {
    throw new Problem("invalid-body", { errors: [{ path, code, message: organisationId }] });
  }
  return organisation;
}

const ofTrack: Readonly<Record<Track, (facts: OrganisationFacts) => boolean>> = {
  people: ({ kind }) => kind === "committee" || kind === "studio",
  administrative: ({ type }) => type === "administrative",
  judicial: ({ type }) => type === "court",
};

/** The kind of mediation that a body stands for; undefined for one that does not mediate. */
export const trackOf = (facts: OrganisationFacts): Track | undefined =>
  track.options.find((one) => ofTrack[one](facts));

export const isMediationBody: Fits = {
  code: "not-a-mediation-body",
  accepts: (facts) => trackOf(facts) !== undefined,
};
export const isBodyOfTrack = (wanted: Track): Fits => ({ code: "not-of-this-track", accepts: ofTrack[wanted] });
export const isPolice: Fits = {
  code: "not-police",
  accepts: ({ type }) => type === "police" || type === "traffic_police",
};
export const isCourt: Fits = { code: "not-a-court", accepts: ({ type }) => type === "court" };
/** Where a case without success may go on to: court, police, or the arbitration of an administrative body. */
export const isSeat: Fits = { code: "not-a-next-seat", accepts: ({ kind }) => kind === "agency" };
