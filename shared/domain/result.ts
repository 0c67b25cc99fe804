import * as z from "zod";
import { atLeastOne } from "./at-least-one.ts";
import { shanghaiDate } from "./calendar.ts";
import { agreement, type CaseState, day, isOver, type Referral } from "./case.ts";
import { channelDefinitions, channelNames } from "./channels.ts";
import { type Channel, closingOutcome, type DocumentKind } from "./codes.ts";
import { given } from "./given.ts";
import { failureReason } from "./reasons.ts";
import { type ResultField, type ResultFields, resultParts, resultShape } from "./result-fields.ts";
import type { DecisionContext } from "./verb.ts";

const factsShape = () => ({
  caseId: z.uuid(),
  sourceNumber: z.string(),
  outcome: closingOutcome(),
  success: z.boolean(),
  closedOn: day(),
  failureReason: failureReason().exactOptional(),
  agreement: agreement().exactOptional(),
  /** A date below rests on a year whose calendar is not yet published. */
  provisional: z.literal(true).exactOptional(),
});
type Facts = z.infer<z.ZodObject<ReturnType<typeof factsShape>>>;

/**
 * What a referrer gets back: the facts of the end, and the fields that its channel names. Facts and papers only: what the parties
 * conceded while they talked is in none of them.
 */
export type CaseResult = { for: Channel } & Facts & Partial<ResultFields>;

function buildSchema(): z.ZodType<CaseResult> {
  const facts = factsShape();
  const fields = z.object(resultShape());
  const shapeFor = (channels: readonly Channel[]) => {
    const picked: { [Field in ResultField]?: true } = {};
    for (const field of channels.flatMap((name) => channelDefinitions[name].result)) picked[field] = true;
    return z.strictObject({ for: z.literal(channels), ...facts, ...fields.pick(picked).shape });
  };
  // Channels whose referrers get the same fields back share one variant.
  const alike = Map.groupBy(channelNames, (name) => channelDefinitions[name].result.join());
  return z.discriminatedUnion("for", atLeastOne([...alike.values()].map(shapeFor)));
}

let built: z.ZodType<CaseResult> | undefined;

/** The schema of `CaseResult`, built at the first call: a result has all fields of its channel and no others. */
export function caseResult(): z.ZodType<CaseResult> {
  built ??= buildSchema();
  return built;
}

/** The papers that go back with a result; the mediation record never does. */
export function papersFor(sentBy: Channel, success: boolean): readonly DocumentKind[] {
  const { backOnSuccess, backOnFailure } = channelDefinitions[sentBy].papers;
  return success ? backOnSuccess : backOnFailure;
}

/** The result for one referral of an ended case; undefined while it goes on, where it went on in another case, or once it was recalled alone. */
export function resultOf(
  state: CaseState,
  referral: Referral,
  context: Pick<DecisionContext, "rules" | "calendars">,
): CaseResult | undefined {
  if (!isOver(state) || state.outcome === "merged" || referral.recalledAt !== undefined) return undefined;
  const result: CaseResult = {
    for: referral.channel,
    caseId: state.caseId,
    sourceNumber: referral.sourceNumber,
    outcome: state.outcome,
    success: state.outcome === "performed",
    closedOn: shanghaiDate(state.closedAt),
    ...given("failureReason", state.failureReason),
    ...given("agreement", state.agreement),
  };
  for (const field of channelDefinitions[referral.channel].result) {
    Object.assign(result, resultParts[field]({ state, referral, context }));
  }
  return result;
}
