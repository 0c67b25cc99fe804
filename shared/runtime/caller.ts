import type { Actor, Role } from "../domain/case.ts";
import type { CaseState } from "../domain/case-state.ts";
import { given } from "../domain/given.ts";
import type { Limits } from "../domain/limits.ts";
import type { Duty } from "../domain/person.ts";
import { type Asked, authorise, coordinates, type Seat } from "../domain/rights.ts";
import { countyOf } from "../domain/scope.ts";
import type { DecisionContext } from "../domain/verb.ts";
import type { StoredOrganisation } from "../dynamo/directory-store.ts";
import type { OneTimeToken } from "../dynamo/token-store.ts";
import { Problem, type ProblemExtras } from "./problem.ts";

/**
 * The authenticated organisation behind a call, and the human it names. A person who signed in has an id, and a duty that
 * limits what may be called.
 */
export type Caller = {
  organisationId: string;
  role: Role;
  officer?: string;
  personId?: string;
  duty?: Duty;
  /** Of a system: the key that signed its token. */
  keyId?: string;
  /** The token, where it says that it serves once. */
  token?: OneTimeToken;
  organisation: StoredOrganisation;
  /** How much it may use. */
  limits: Limits;
};

export const actorOf = ({ organisationId, role, officer, personId }: Caller): Actor => ({
  organisationId,
  role,
  ...given("officer", officer),
  ...given("personId", personId),
});

/** The role that an organisation has by its type. */
export function roleOf({ facts }: StoredOrganisation): Role {
  if (facts.type === "coordinator" || facts.type === "auditor") return facts.type;
  return facts.kind === "agency" ? "agency" : "committee";
}

/** The seat of an organisation, without the duty of a person. */
export const seatOfOrganisation = (organisation: StoredOrganisation, role: Role = roleOf(organisation)): Seat => ({
  organisationId: organisation.organisationId,
  role,
  divisionCode: organisation.facts.divisionCode,
  isSuspended: organisation.facts.suspended,
});

export const seatOf = ({ organisationId, role, organisation, duty }: Caller): Seat => ({
  ...seatOfOrganisation(organisation, role),
  organisationId,
  ...given("duty", duty),
});

/** What a decision on the case must know of the caller: that a coordinator is another county's. */
export const elsewhere = (caller: Caller, state: CaseState): Pick<DecisionContext, "fromElsewhere"> =>
  caller.role === "coordinator" && !coordinates(seatOf(caller), state) ? { fromElsewhere: true } : {};

/** The county to which the caller belongs, six digits. */
export const ownCounty = ({ organisation }: Caller): string => countyOf(organisation.facts.divisionCode);

export const may = (caller: Caller, asked: Asked): boolean => authorise(seatOf(caller), asked) === "allowed";

/**
 * Goes on only if the caller may. Throws `not-found` where the object does not exist for it, so that it is told apart from none
 * that never was, and `not-allowed`, with `why`, where it knows the object.
 */
export function requireRight(caller: Caller, asked: Asked, why: Pick<ProblemExtras, "detail" | "members"> = {}): void {
  const verdict = authorise(seatOf(caller), asked);
  if (verdict === "unknown") throw new Problem("not-found");
  if (verdict === "forbidden") throw new Problem("not-allowed", why);
}

/** The county asked about, the caller's own when none is, if the caller may do this with it. Throws as `requireRight` does. */
export function countyFor(
  caller: Caller,
  act: Extract<Asked, { county: string }>["act"],
  asked: string | undefined,
): string {
  const county = asked ?? ownCounty(caller);
  requireRight(caller, { act, county });
  return county;
}
