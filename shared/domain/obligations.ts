/**
 * What organisations owe on a case, the most urgent kind first. A verb says which of them it settles; what mediates, performs or
 * waits is settled by no single step, and a period at somebody's own house is kept there.
 */
export const obligations = [
  "acknowledge-danger",
  "supply-info",
  "answer-question",
  "answer-offer",
  "acknowledge-recall",
  "assign",
  "decide-eligibility",
  "decide-grade",
  "docket-confirmation",
  "decide-confirmation",
  "record-meeting",
  "answer-sending",
  "mediate",
  "perform",
  "wait-for-info",
  "acknowledge-result",
  "acknowledge-sending",
  "own-period",
] as const;
export type Obligation = (typeof obligations)[number];
