import { apiRoutes } from "../../shared/contracts/api-routes.ts";
import type { HypotheticalReferral } from "../../shared/contracts/routing-preview.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { assess, verdictOf } from "../../shared/domain/eligibility.ts";
import {
  bundledRulePacks,
  type ClockRule,
  periodChannel,
  type RulePack,
  rulePackInForce,
} from "../../shared/domain/rule-pack.ts";
import { decideRoute } from "../../shared/runtime/decide-route.ts";
import { operation } from "./operation.ts";

/** Routing explained beforehand, by the router's own code. Nothing is stored. */
export const routingPreviewOperations = {
  previewRouting: operation(apiRoutes.previewRouting, async ({ table, newId, now }, { body, caller }) => {
    const today = shanghaiDate(now());
    const rules = rulePackInForce(bundledRulePacks, today);
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
    return {
      status: 200,
      body: {
        rulePack: rules.version,
        eligibility: { verdict: verdictOf(grounds), grounds },
        decision: { ...decision, trace: [...decision.trace] },
        clocks: clocksOf(body, rules),
      },
    };
  }),
};

const periodOf = ({ days, unit, article }: ClockRule) => ({ days, unit, article });

function clocksOf(
  { channel, category, summaryProcedure }: Pick<HypotheticalReferral, "channel" | "category" | "summaryProcedure">,
  rules: RulePack,
) {
  const { accept } = rules.channels[channel];
  const { mediate, mediateSummary } = rules.channels[periodChannel(channel, category, rules)];
  const period = summaryProcedure === true ? (mediateSummary ?? mediate) : mediate;
  return {
    answer: periodOf(accept ?? rules.acceptOtherwise),
    ...(period === null ? {} : { mediate: periodOf(period) }),
  };
}
