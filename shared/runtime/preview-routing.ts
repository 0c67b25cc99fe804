import type { HypotheticalReferral, RoutingPreview } from "../contracts/routing-preview.ts";
import { shanghaiDate } from "../domain/calendar.ts";
import { dueAt } from "../domain/clocks.ts";
import { assess, verdictOf } from "../domain/eligibility.ts";
import { given } from "../domain/given.ts";
import { type PeriodRule, periodChannel, rulesFor } from "../domain/rule-pack.ts";
import { countyOf } from "../domain/scope.ts";
import type { DecisionContext } from "../domain/verb.ts";
import { actorOf, type Caller, countyFor } from "./caller.ts";
import { decideRoute } from "./decide-route.ts";
import { contextOf } from "./issue-command.ts";
import { lawInForce } from "./law-in-force.ts";
import type { Ports } from "./ports.ts";

/**
 * What would become of a referral: what speaks against mediation, who would be asked and why, and by when it must answer. A body
 * whose mediator is a party is passed over where the parties' hashes are known. By the router's own code; nothing is stored.
 */
export async function previewRouting(
  { table, newId, now }: Pick<Ports, "table" | "newId" | "now">,
  caller: Caller,
  referral: HypotheticalReferral,
  partyHashes: readonly string[] = [],
): Promise<RoutingPreview> {
  const today = shanghaiDate(now());
  const place = referral.place ?? caller.organisation.facts.divisionCode;
  const county = countyFor(caller, "preview-routing", countyOf(place));
  const rules = await lawInForce(table, county, today);
  const { channel, summaryProcedure: _, ...dispute } = referral;
  const grounds = assess({ dispute, referrals: [{ channel }] }, rules);
  const request = {
    ...dispute,
    caseId: newId(),
    referrerId: caller.organisationId,
    refusedBy: [],
    partyHashes,
    today,
  };
  const { decision } = await decideRoute(table, request, rules);
  const context = await contextOf(table, { rulePack: rules.version, county }, { at: now(), by: actorOf(caller) });
  return {
    rulePack: rules.version,
    eligibility: { verdict: verdictOf(grounds), grounds },
    decision: { ...decision, trace: [...decision.trace] },
    clocks: clocksOf(referral, context),
  };
}

/** A period, and the last day of it if it began now. */
function periodOf(rule: PeriodRule, { at, calendars }: DecisionContext) {
  const { article } = rule;
  const length = "months" in rule ? { months: rule.months } : { days: rule.days, unit: rule.unit };
  const { lastDay, provisional } = dueAt({ startedAt: at, ...length }, calendars);
  return { ...length, article, by: lastDay, ...given("provisional", provisional || undefined) };
}

function clocksOf(
  { channel, category, summaryProcedure }: Pick<HypotheticalReferral, "channel" | "category" | "summaryProcedure">,
  context: DecisionContext,
) {
  const { rules } = context;
  const { accept } = rulesFor(rules, channel);
  const { mediate, mediateSummary } = rulesFor(rules, periodChannel(channel, category, rules));
  const period = summaryProcedure === true ? (mediateSummary ?? mediate) : mediate;
  return {
    answer: periodOf(accept ?? rules.acceptOtherwise, context),
    ...(period === null ? {} : { mediate: periodOf(period, context) }),
  };
}
