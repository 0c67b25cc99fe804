import * as z from "zod";
import type { Outcome } from "./function-pool.ts";
import type { MappingSpec } from "./stack.ts";

const answerSchema = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() });

/** The identifiers that must come again: none after success, all after an error or an answer Lambda would not trust. */
export function failedItems(outcome: Outcome, mapping: MappingSpec, identifiers: readonly string[]): readonly string[] {
  if ("error" in outcome) return identifiers;
  if (!mapping.FunctionResponseTypes.includes("ReportBatchItemFailures")) return [];
  if (outcome.payload === null || outcome.payload === undefined || outcome.payload === "") return [];
  const answer = answerSchema.safeParse(outcome.payload);
  if (!answer.success) return identifiers;
  const failed = (answer.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => identifiers.includes(id)) ? failed : identifiers;
}
