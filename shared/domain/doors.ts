import { type Duty, suffices } from "./person.ts";
import { countyOf } from "./scope.ts";

// The acts that let somebody act who could not before: each takes two persons (decision 0071).

type Facts = { type: string; divisionCode: string; suspended?: boolean | undefined };

/** Coordinators and auditors see all of their county, and coordinators stand over it. */
const isOffice = ({ type }: Facts): boolean => type === "coordinator" || type === "auditor";

/**
 * Whether a change of the register makes an office or wakes one up, takes one away by another type, or takes a body into another
 * county.
 */
export function opensOffice(before: Facts | undefined, after: Facts): boolean {
  if (before === undefined) return isOffice(after);
  if (before.type !== after.type && (isOffice(before) || isOffice(after))) return true;
  const isWoken = before.suspended === true && after.suspended === false && isOffice(after);
  return isWoken || countyOf(before.divisionCode) !== countyOf(after.divisionCode);
}

/** A seat that is to be given: the duty that the person had there and gets, and by whom. */
type GivenSeat = {
  held: Duty | undefined;
  given: Duty;
  /** At the organisation of the one who gives it, which is a coordinator or not. */
  isOwn: boolean;
  isCoordinator: boolean;
  /** Whether the organisation could give it itself, by a key or a person. */
  hasHands: boolean;
  /** Whether somebody else of the organisation could approve. */
  hasAnother: boolean;
};

/**
 * As what a seat takes two persons; undefined where one gives it. At another body that could give it itself, somebody who gives it would
 * act as that body. At the own coordinator it takes two as its keys do, so that nobody makes the second person of what takes two; the
 * only one there is gives the first seat alone, and a reader there decides nothing.
 */
export function actOfSeat(seat: GivenSeat): "otherKeys" | "coordinatorKeys" | undefined {
  if (seat.held !== undefined && suffices(seat.held, seat.given)) return undefined;
  if (!seat.isOwn) return seat.hasHands ? "otherKeys" : undefined;
  return seat.isCoordinator && seat.given !== "reader" && seat.hasAnother ? "coordinatorKeys" : undefined;
}

/** A lead or another person whose seat is taken away or lowered. */
type TakenSeat = {
  isSelf: boolean;
  isOwn: boolean;
  /** The lead of a coordinator, and nobody but the one who takes it away could approve from then on. */
  leavesNoOther: boolean;
  /** It was the last hand of an organisation that never had a key. */
  leavesNobody: boolean;
};

/**
 * As what taking a seat away takes two persons; undefined where one does it. Otherwise one lead would first remove who has to approve,
 * or everybody of another body, and then act as both. Everybody gives up the own seat alone.
 */
export function actOfTaking({ isSelf, isOwn, ...leaves }: TakenSeat): "otherKeys" | "coordinatorKeys" | undefined {
  if (isSelf) return undefined;
  if (!isOwn) return leaves.leavesNobody ? "otherKeys" : undefined;
  return leaves.leavesNoOther ? "coordinatorKeys" : undefined;
}
