import * as z from "zod";
import { atLeastOne } from "./at-least-one.ts";
import { shanghaiDate } from "./calendar.ts";
import { type Agreement, agreement, day, type Referral, type StandingAgreement, settlement } from "./case.ts";
import { type CaseState, isConcluded, isOver } from "./case-state.ts";
import { channelDefinitions, channelNames } from "./channels.ts";
import { type Channel, closingOutcome, type DocumentKind } from "./codes.ts";
import { given } from "./given.ts";
import { failureReason } from "./reasons.ts";
import { type ResultField, type ResultFields, resultParts, resultShape, succeeded } from "./result-fields.ts";
import type { DecisionContext } from "./verb.ts";

const factsShape = () => ({
  caseId: z.uuid(),
  sourceNumber: z.string(),
  /** How the case ended; `agreed` while it goes on with an agreement. */
  outcome: z.enum([...closingOutcome().options, "agreed"]),
  success: z.boolean(),
  /** Absent while the case goes on. */
  closedOn: day().exactOptional(),
  failureReason: failureReason().exactOptional(),
  agreement: agreement().exactOptional(),
  /** The parties settled by themselves, performed, and applied in writing. */
  settlement: settlement().exactOptional(),
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

/** The agreement without the body that reached it: a result does not tell who was asked. */
const said = ({ reachedBy: _, ...agreed }: StandingAgreement): Agreement => agreed;

/** The papers that go back with a result; the mediation record never does. An agreement that was not kept goes with its end. */
export function papersFor(sentBy: Channel, success: boolean, agreed = false): readonly DocumentKind[] {
  const { backOnSuccess, backOnFailure } = channelDefinitions[sentBy].papers;
  if (success) return backOnSuccess;
  return agreed ? [...backOnFailure, ...backOnSuccess.filter((kind) => agreementPapers.includes(kind))] : backOnFailure;
}
const agreementPapers: readonly DocumentKind[] = ["agreement", "oral_agreement_form"];

/**
 * The result for one referral of an ended case, or of one in which the parties have agreed where the channel's referrer learns of
 * that at once. Undefined before, where the case went on in another one, or once the referral was recalled alone.
 */
export function resultOf(
  state: CaseState,
  referral: Referral,
  context: Pick<DecisionContext, "rules" | "calendars">,
): CaseResult | undefined {
  if (referral.recalledAt !== undefined) return undefined;
  const early = isConcluded(state) && channelDefinitions[referral.channel].learnsOfAgreement ? state : undefined;
  const shown = isOver(state) ? state : early;
  if (shown === undefined || (isOver(shown) && shown.outcome === "merged")) return undefined;
  const end = isOver(shown)
    ? { outcome: shown.outcome, closedOn: shanghaiDate(shown.closedAt), ...given("failureReason", shown.failureReason) }
    : { outcome: "agreed" as const };
  const result: CaseResult = {
    for: referral.channel,
    caseId: state.caseId,
    sourceNumber: referral.sourceNumber,
    ...end,
    success: succeeded({ state: shown, referral }),
    ...given("agreement", shown.agreement && said(shown.agreement)),
    ...given("settlement", isOver(shown) ? shown.settlement : undefined),
  };
  for (const field of channelDefinitions[referral.channel].result) {
    Object.assign(result, resultParts[field]({ state: shown, referral, context }));
  }
  return result;
}
