import * as z from "zod";
import { shanghaiDate, startOfShanghaiDay } from "./calendar.ts";
import { agreement, type CaseState, day, isOver, organisationId, type Referral } from "./case.ts";
import { dueAt } from "./clocks.ts";
import { type Channel, type channel, closingOutcome, type DocumentKind, riskGrade } from "./codes.ts";
import { given } from "./given.ts";
import { gravest } from "./gravest.ts";
import { failureReason } from "./reasons.ts";
import { periodChannel } from "./rule-pack.ts";
import { periodFor } from "./sender-clocks.ts";
import type { DecisionContext } from "./verb.ts";

const common = {
  caseId: z.uuid(),
  sourceNumber: z.string(),
  outcome: closingOutcome,
  success: z.boolean(),
  closedOn: day,
  failureReason: failureReason.exactOptional(),
  agreement: agreement.exactOptional(),
  /** A date below rests on a year whose calendar is not yet published. */
  provisional: z.literal(true).exactOptional(),
};
const otherRoute = z.enum(["court", "labour_arbitration", "administrative_decision", "payment_order"]);

/**
 * What a referrer gets back, in the form its channel needs. Facts and papers only: what the parties conceded while they
 * talked is in none of them.
 */
export const caseResult = z.discriminatedUnion("for", [
  z.strictObject({
    for: z.literal("court_before_docketing"),
    ...common,
    confirmation: z
      .strictObject({ courtId: organisationId, documentNumber: z.string().exactOptional() })
      .exactOptional(),
    papersBack: z.boolean(),
    docketBy: day.exactOptional(),
  }),
  z.strictObject({ for: z.literal("court_after_docketing"), ...common, trialResumes: z.boolean() }),
  z.strictObject({
    for: z.literal("police_public_order"),
    ...common,
    performed: z.boolean(),
    clockRestartsOn: day.exactOptional(),
    decideBy: day.exactOptional(),
  }),
  z.strictObject({ for: z.literal("police_civil"), ...common, riskGrade }),
  z.strictObject({
    for: z.literal("traffic_police"),
    ...common,
    terminatedOn: day.exactOptional(),
    jointRequestBy: day.exactOptional(),
  }),
  z.strictObject({ for: z.literal("procuratorate"), ...common, performed: z.boolean() }),
  z.strictObject({ for: z.literal("petition"), ...common, answerPetitionBy: day.exactOptional() }),
  z.strictObject({
    for: z.enum(["medical", "labour", "walk_in", "proactive", "administrative"]),
    ...common,
    otherRoutes: z.array(otherRoute),
  }),
]);
export type CaseResult = z.infer<typeof caseResult>;

/** The papers that go back with a result; the mediation record never does. */
export function papersFor(sentBy: z.infer<typeof channel>, success: boolean): DocumentKind[] {
  if (!success) return sentBy === "court_before_docketing" ? ["end_notice", "undisputed_facts"] : ["end_notice"];
  const agreed: DocumentKind[] = ["agreement", "oral_agreement_form"];
  switch (sentBy) {
    case "police_public_order":
      return [...agreed, "performance_proof", "parties_application"];
    case "procuratorate":
      return [...agreed, "performance_proof", "forgiveness", "security"];
    case "court_before_docketing":
      return [...agreed, "confirmation_application"];
    case "court_after_docketing":
    case "petition":
    case "traffic_police":
    case "police_civil":
    case "medical":
    case "labour":
    case "walk_in":
    case "proactive":
    case "administrative":
      return agreed;
  }
}

/** The result for one referral of an ended case; undefined while it goes on, where it went on in another case, or once it was recalled alone. */
export function resultOf(
  state: CaseState,
  referral: Referral,
  context: Pick<DecisionContext, "rules" | "calendars">,
): CaseResult | undefined {
  if (!isOver(state) || state.outcome === "merged" || referral.recalledAt !== undefined) return undefined;
  const { outcome, closedAt } = state;
  const success = outcome === "performed";
  const failedAt = state.defaultedOn === undefined ? closedAt : startOfShanghaiDay(state.defaultedOn);
  const closedOn = shanghaiDate(closedAt);
  const facts = {
    caseId: state.caseId,
    sourceNumber: referral.sourceNumber,
    outcome,
    success,
    closedOn,
    ...given("failureReason", state.failureReason),
    ...given("agreement", state.agreement),
  };
  /** A day by which something is to be done elsewhere, and whether it rests on a calendar that is still to come. */
  const elsewhere = <Field extends string>(field: Field, what: string, startedAt: string) => {
    const rule = context.rules.channels[referral.channel].alsoShow.find((clock) => clock.what === what);
    if (rule === undefined) return {};
    const { days, unit } = periodFor(rule, referral);
    const due = dueAt({ startedAt, days, unit }, context.calendars);
    return { ...given(field, due.lastDay), ...given("provisional", due.provisional || undefined) };
  };
  // What was never mediated has not failed either: the referrer's own periods run on as they did.
  const failed = !success && (outcome !== "not_accepted" || state.assignment !== undefined);
  const onFailure = <Value>(value: Value): Value | undefined => (failed ? value : undefined);
  switch (referral.channel) {
    case "court_before_docketing":
      return {
        for: referral.channel,
        ...facts,
        ...given("confirmation", confirmationIn(state)),
        papersBack: !success,
        ...onFailure(elsewhere("docketBy", "court_dockets_after_failure", closedAt)),
      };
    case "court_after_docketing":
      return { for: referral.channel, ...facts, trialResumes: !success };
    case "police_public_order":
      return {
        for: referral.channel,
        ...facts,
        performed: success,
        ...given("clockRestartsOn", onFailure(state.defaultedOn ?? closedOn)),
        ...onFailure(elsewhere("decideBy", "police_case_after_failure_or_default", failedAt)),
      };
    case "police_civil":
      return { for: referral.channel, ...facts, riskGrade: gravest(state).riskGrade };
    case "traffic_police":
      return {
        for: referral.channel,
        ...facts,
        ...given("terminatedOn", onFailure(closedOn)),
        ...onFailure(elsewhere("jointRequestBy", "joint_request_to_traffic_police_after_termination", closedAt)),
      };
    case "procuratorate":
      return { for: referral.channel, ...facts, performed: success };
    case "petition":
      return {
        for: referral.channel,
        ...facts,
        ...elsewhere("answerPetitionBy", "petition_answered", referral.requestedAt),
      };
    case "labour":
    case "medical":
    case "administrative":
    case "walk_in":
    case "proactive": {
      const sector = periodChannel(referral.channel, state.dispute.category, context.rules);
      return { for: referral.channel, ...facts, otherRoutes: success ? [] : otherRoutesOf(sector) };
    }
  }
}

/** Where parties can go on whom mediation could not help. */
function otherRoutesOf(sector: Channel): z.infer<typeof otherRoute>[] {
  if (sector === "labour") return ["labour_arbitration", "payment_order"];
  return sector === "medical" || sector === "administrative" ? ["administrative_decision", "court"] : ["court"];
}

const confirmationIn = ({ confirmation }: { confirmation?: { courtId: string; documentNumber?: string } }) =>
  confirmation === undefined
    ? undefined
    : { courtId: confirmation.courtId, ...given("documentNumber", confirmation.documentNumber) };
