import { casesService } from "../../shared/contracts/cases-service.ts";
import type { HypotheticalReferral } from "../../shared/contracts/routing-preview.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { dueAt } from "../../shared/domain/clocks.ts";
import { assess, verdictOf } from "../../shared/domain/eligibility.ts";
import { given } from "../../shared/domain/given.ts";
import { type ClockRule, periodChannel, rulesFor } from "../../shared/domain/rule-pack.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import type { DecisionContext } from "../../shared/domain/verb.ts";
import { actorOf, countyFor } from "../../shared/runtime/caller.ts";
import { decideRoute } from "../../shared/runtime/decide-route.ts";
import { contextOf } from "../../shared/runtime/issue-command.ts";
import { lawInForce } from "../../shared/runtime/law-in-force.ts";
import { operation } from "./platform.ts";

/** Routing explained beforehand, by the router's own code. Nothing is stored. */
export const routingPreviewOperations = {
  previewRouting: operation(casesService.previewRouting, async ({ table, newId, now }, { body, caller }) => {
    const today = shanghaiDate(now());
    const place = body.place ?? caller.organisation.facts.divisionCode;
    const county = countyFor(caller, "preview-routing", countyOf(place));
    const rules = await lawInForce(table, county, today);
    const { channel, summaryProcedure: _, ...dispute } = body;
    const grounds = assess({ dispute, referrals: [{ channel }] }, rules);
    const request = {
      ...dispute,
      caseId: newId(),
      referrerId: caller.organisationId,
      refusedBy: [],
      partyHashes: [],
      today,
    };
    const { decision } = await decideRoute(table, request, rules);
    const context = await contextOf(table, rules.version, { at: now(), by: actorOf(caller) });
    return {
      status: 200,
      body: {
        rulePack: rules.version,
        eligibility: { verdict: verdictOf(grounds), grounds },
        decision: { ...decision, trace: [...decision.trace] },
        clocks: clocksOf(body, context),
      },
    };
  }),
};

/** A period, and the last day of it if it began now. */
function periodOf({ days, unit, article }: ClockRule, { at, calendars }: DecisionContext) {
  const { lastDay, provisional } = dueAt({ startedAt: at, days, unit }, calendars);
  return { days, unit, article, by: lastDay, ...given("provisional", provisional || undefined) };
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
