import { type Duty, suffices } from "./person.ts";
import { countyOf } from "./scope.ts";

// What lets somebody act who could not before: it takes two persons (decision 0071).

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

/** Whether a seat gives more than the person had at that organisation; a reader of the own coordinator decides nothing. */
export const givesMore = (held: Duty | undefined, given: Duty, { isOwn }: { isOwn: boolean }): boolean =>
  (held === undefined || !suffices(held, given)) && (!isOwn || given !== "reader");
