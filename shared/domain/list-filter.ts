import { endOfShanghaiDay, startOfShanghaiDay } from "./calendar.ts";
import { mediatorsOf } from "./case.ts";
import { workClock } from "./case-clocks.ts";
import { type CaseState, type CaseStatus, holderOf, isOver } from "./case-state.ts";
import { type DueFilter, isDueAs } from "./clock-level.ts";
import type { CategoryCode, Channel, RiskGrade } from "./codes.ts";
import { gravest } from "./gravest.ts";

/** What a list can be narrowed by; what is absent narrows nothing. Days are days in Shanghai, both included. */
export type ListFilter = {
  status?: CaseStatus;
  due?: DueFilter;
  channel?: Channel;
  category?: CategoryCode;
  risk?: RiskGrade;
  holder?: string;
  mediator?: string;
  agency?: string;
  from?: string;
  to?: string;
};

/** `now`: the present instant; `at`: the instant of the case by which days are counted, its receipt or its end. */
export type When = { now: string; at: string };

/** Whether a case, as its reader sees it, has all that a filter wants. */
export function isWanted(filter: ListFilter, state: CaseState, { now, at }: When): boolean {
  const { status, due, channel, category, risk, holder, mediator, agency, from, to } = filter;
  const clock = isOver(state) ? undefined : workClock(state);
  const assignment = "assignment" in state ? state.assignment : undefined;
  const worksOnIt = isOver(state) ? assignment?.organisationId : holderOf(state);
  return [
    status === undefined || state.status === status,
    due === undefined || (clock !== undefined && isDueAs(due, clock, now)),
    channel === undefined || state.referrals.some((sent) => sent.channel === channel),
    category === undefined || state.dispute.category === category,
    risk === undefined || gravest(state).riskGrade === risk,
    holder === undefined || worksOnIt === holder,
    mediator === undefined || mediatorsOf(assignment).includes(mediator),
    agency === undefined || state.referrals.some(({ agencyId }) => agencyId === agency),
    from === undefined || Date.parse(at) >= Date.parse(startOfShanghaiDay(from)),
    to === undefined || Date.parse(at) < Date.parse(endOfShanghaiDay(to)),
  ].every((fits) => fits);
}
