import { isBodyOf, isPresent, lastPartOf, mayReadParties } from "./audience.ts";
import type { Actor, Role } from "./case.ts";
import { mayReadPart, type Origin } from "./case-file.ts";
import { type CaseState, holderOf, openReferrals } from "./case-state.ts";
import type { DocumentKind } from "./codes.ts";
import { mayReadDocument } from "./document-access.ts";
import type { NewEvent } from "./events.ts";
import { type Duty, suffices } from "./person.ts";
import { countyOf, loadsLaw, seesLaw, standsOver } from "./scope.ts";

// The one place that decides who may read and do what (decision 0028).

/**
 * From where somebody asks: an organisation, the role that its type gives it, and the division to which it belongs. A person has a
 * duty at it; a system that signs with the organisation's key has none, and may do all that the organisation may.
 */
export type Seat = { organisationId: string; role: Role; divisionCode: string; duty?: Duty; isSuspended?: boolean };

/** `unknown`: for the caller the object does not exist. `forbidden`: it knows the object, and may not. */
export type Verdict = "allowed" | "unknown" | "forbidden";

type OfCase = { of: CaseState };
type Organisation = { organisationId: string; divisionCode: string };
type Paper = { kind: DocumentKind; addedBy: { organisationId: string } };

/** What can be asked, with what the answer depends on. */
export type Asked =
  | { act: "call"; roles: readonly Role[] }
  | { act: "do-duty" | "act-at-all"; duty: Duty }
  | ({
      act:
        | "read-case"
        | "take-step"
        | "coordinate"
        | "read-parties"
        | "open-file"
        | "list-papers"
        | "list-readings"
        | "make-paper"
        | "erase-case"
        | "make-letter";
    } & OfCase)
  | ({ act: "read-part"; part: Origin } & OfCase)
  | ({ act: "read-paper"; paper: Paper; part: Origin } & OfCase)
  | { act: "read-organisation"; of: Organisation }
  | { act: "register-organisation"; from: Organisation | undefined; to: Organisation }
  | {
      act:
        | "supervise-organisation"
        | "set-limits"
        | "read-limits"
        | "hold-webhooks"
        | "hold-keys"
        | "register-mediator"
        | "administer-people"
        | "read-access";
      of: Organisation;
    }
  | { act: "name-division"; code: string }
  | { act: "seek-parties" | "know-disputes" }
  | { act: "list-cases" | "verify-records" | "list-erasures"; county: string }
  | {
      act:
        | "list-organisations"
        | "list-webhooks"
        | "list-keys"
        | "list-claims"
        | "read-figures"
        | "load-figures"
        | "read-templates"
        | "load-template"
        | "export-cases"
        | "name-parties";
      county: string;
    }
  | { act: "read-tariffs" | "preview-routing" | "decide-claim"; county: string }
  | { act: "read-claim"; of: { organisationId: string; county: string } }
  | { act: "read-settings" | "change-settings"; county: string }
  | { act: "read-law" | "load-law"; scope: string };

/** The answer to one question. Whether a step fits the state of its case is another one, which its verb answers. */
export function authorise(seat: Seat, asked: Asked): Verdict {
  switch (asked.act) {
    case "call":
      return asked.roles.includes(seat.role) ? "allowed" : "forbidden";
    case "do-duty":
      return seat.duty === undefined || suffices(seat.duty, asked.duty) ? "allowed" : "forbidden";
    case "act-at-all":
      // A suspended organisation reads its cases, so that they can be handed over, and does nothing.
      return seat.isSuspended === true && asked.duty !== "reader" ? "forbidden" : "allowed";
    case "read-case":
    case "take-step":
    case "list-papers":
      return known(standingOf(seat, asked.of) !== "stranger");
    case "open-file":
      return known(opensFile(seat, asked.of));
    case "list-readings":
      return known(oversees(seat, asked.of) || holderOf(asked.of) === seat.organisationId);
    case "read-paper":
      return known(readsPaper(seat, asked.of, asked));
    case "read-part":
      return known(mayReadPart(asked.of, asked.part, towards(seat, asked.of)));
    case "coordinate":
    case "erase-case":
      return known(coordinates(seat, asked.of));
    case "read-parties":
      return known(coordinates(seat, asked.of) || mayReadParties(asked.of, seat.organisationId));
    case "make-paper":
      // The keeper of the file writes its papers.
      return writes(seat, asked.of, holderOf(asked.of) === seat.organisationId);
    case "make-letter":
      return writes(
        seat,
        asked.of,
        openReferrals(asked.of).some(({ agencyId }) => agencyId === seat.organisationId),
      );
    case "read-organisation":
      return known(isOwn(seat, asked.of) || isNear(seat, asked.of.divisionCode));
    case "list-cases":
      if (!isOfCounty(seat, asked.county)) return "unknown";
      return isOffice(seat) ? "allowed" : "forbidden";
    case "list-erasures":
      return known(isOffice(seat) && isOfCounty(seat, asked.county));
    case "verify-records":
      return known(isOffice(seat) && standsOver(seat.divisionCode, asked.county));
    case "list-organisations":
      return known(isNear(seat, asked.county));
    case "register-organisation":
      return known([asked.from, asked.to].every((one) => one === undefined || administers(seat, one.divisionCode)));
    case "supervise-organisation":
    case "set-limits":
    case "hold-webhooks":
      return known(administers(seat, asked.of.divisionCode));
    case "hold-keys":
    case "administer-people":
    case "register-mediator":
      return known(isOwn(seat, asked.of) || administers(seat, asked.of.divisionCode));
    case "read-limits":
      return known(isOwn(seat, asked.of) || (isOffice(seat) && standsOver(seat.divisionCode, asked.of.divisionCode)));
    case "read-access":
      if (isOffice(seat) && standsOver(seat.divisionCode, asked.of.divisionCode)) return "allowed";
      if (!isOwn(seat, asked.of)) return "unknown";
      return seat.duty === undefined || suffices(seat.duty, "lead") ? "allowed" : "forbidden";
    case "seek-parties":
      // A caller that may read the parties of no case finds none.
      return seat.role === "auditor" ? "forbidden" : "allowed";
    case "know-disputes":
      // Bodies that mediate or watch over disputes are told of earlier ones; an agency only of those that it may read.
      return known(seat.role !== "agency");
    case "list-keys":
    case "list-webhooks":
      return known(administers(seat, asked.county));
    case "name-division":
      return known(administers(seat, asked.code));
    case "change-settings":
      return known(administers(seat, asked.county));
    case "read-settings":
    case "list-claims":
    case "read-figures":
    case "read-tariffs":
      return known(standsOver(seat.divisionCode, asked.county));
    case "read-templates":
      return known(isOffice(seat) && standsOver(seat.divisionCode, asked.county));
    case "load-template":
    case "load-figures":
      // A county's earlier figures and its templates are loaded by its own coordinator.
      if (!standsOver(seat.divisionCode, asked.county)) return "unknown";
      return seat.role === "coordinator" && isOfCounty(seat, asked.county) ? "allowed" : "forbidden";
    case "export-cases":
      return known(isOfCounty(seat, asked.county));
    case "name-parties":
      if (!isOfCounty(seat, asked.county)) return "unknown";
      return seat.role === "coordinator" ? "allowed" : "forbidden";
    case "read-claim":
      // A committee sees its own alone.
      return known(
        seat.role === "committee"
          ? seat.organisationId === asked.of.organisationId
          : standsOver(seat.divisionCode, asked.of.county),
      );
    case "decide-claim":
      return known(seat.role === "coordinator" && isOfCounty(seat, asked.county));
    case "preview-routing":
      return known(seat.role !== "coordinator" || standsOver(seat.divisionCode, asked.county));
    case "read-law":
      return known(seesLaw(seat.divisionCode, asked.scope));
    case "load-law":
      if (!seesLaw(seat.divisionCode, asked.scope)) return "unknown";
      return loadsLaw(seat.divisionCode, asked.scope) ? "allowed" : "forbidden";
  }
}

/** How somebody stands to a case: it has the whole of it, or what there was until it put the case down, or nothing. */
export type Standing = "present" | "former" | "stranger";

/** Coordinators and auditors stand to the cases of their county, all others to those they are a body of. */
export function standingOf(seat: Seat, state: CaseState): Standing {
  if (oversees(seat, state) || isPresent(state, seat.organisationId)) return "present";
  const had = isOffice(seat) && state.formerCounties?.includes(countyOf(seat.divisionCode)) === true;
  return had || isBodyOf(state, seat.organisationId) ? "former" : "stranger";
}

const known = (may: boolean): Verdict => (may ? "allowed" : "unknown");
export const isOffice = ({ role }: Seat): boolean => role === "coordinator" || role === "auditor";
const isOwn = (seat: Seat, { organisationId }: Organisation): boolean => seat.organisationId === organisationId;
const isOfCounty = ({ divisionCode }: Seat, county: string): boolean => countyOf(divisionCode) === county;
/** Of the same county, or one of the two above the other. */
const isNear = ({ divisionCode }: Seat, other: string): boolean =>
  countyOf(divisionCode) === countyOf(other) || standsOver(divisionCode, other) || standsOver(other, divisionCode);
const administers = ({ role, divisionCode }: Seat, other: string): boolean =>
  role === "coordinator" && standsOver(divisionCode, other);
const oversees = (seat: Seat, { county }: CaseState): boolean => isOffice(seat) && isOfCounty(seat, county);
/** Whether somebody is a coordinator of the county to which the case belongs. */
export const coordinates = (seat: Seat, state: CaseState): boolean =>
  seat.role === "coordinator" && oversees(seat, state);

/** Whether somebody may write papers that name the parties, being the one whose they are. */
function writes(seat: Seat, state: CaseState, isTheirs: boolean): Verdict {
  if (standingOf(seat, state) === "stranger") return "unknown";
  const may = coordinates(seat, state) || (isTheirs && mayReadParties(state, seat.organisationId));
  return may ? "allowed" : "forbidden";
}

const opensFile = (seat: Seat, state: CaseState): boolean =>
  coordinates(seat, state) || isPresent(state, seat.organisationId);

/** As what somebody stands to a case: another county's coordinator as any body of it. */
const towards = (seat: Seat, state: CaseState) => ({
  organisationId: seat.organisationId,
  role: coordinates(seat, state) ? ("coordinator" as const) : ("agency" as const),
});

/** Those who read the parties read the papers; one that put the case down has its own papers left. */
const readsPaper = (seat: Seat, state: CaseState, { paper, part }: { paper: Paper; part: Origin }): boolean =>
  coordinates(seat, state) || mayReadParties(state, seat.organisationId)
    ? mayReadDocument(state, towards(seat, state), paper.kind) && mayReadPart(state, part, towards(seat, state))
    : isBodyOf(state, seat.organisationId) && paper.addedBy.organisationId === seat.organisationId;

/**
 * What somebody sees of the history of a case: all of it, or what there was when it put the case down. An office sees a case
 * that its county handed over up to the hand-over.
 */
export function historyFor<Event extends StoredLine>(seat: Seat, state: CaseState, history: readonly Event[]): Event[] {
  if (standingOf(seat, state) === "present") return [...history];
  const own = countyOf(seat.divisionCode);
  const handedOver = (event: Event) => event.type === "case.handed_over" && event.data.from === own;
  const asOffice = isOffice(seat) ? history.findLastIndex(handedOver) : -1;
  return history.slice(0, Math.max(asOffice, lastPartOf(seat.organisationId, history)) + 1);
}

type StoredLine = NewEvent & { audience: readonly string[]; by: Actor };
