import type { ChannelDefinition } from "../channel.ts";

/** Another administrative body sends a civil dispute that it came across. */
export const administrative = {
  zh: "行政机关移送",
  en: "Administrative body",
  senders: ["administrative"],
  source: "other",
  isOwn: false,
  isCourtNumbered: false,
  isPreLitigation: false,
  setsOwnDate: false,
  knowsSummaryProcedure: false,
  takesUpItself: false,
  learnsOfAgreement: false,
  takesEffectBySignature: false,
  countsOwnSettlement: false,
  ownPeriods: {},
  result: ["otherRoutes"],
  otherRoutes: ["administrative_decision", "court"],
  routesOnDefault: ["suit_on_agreement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form"],
    backOnFailure: ["end_notice"],
  },
} as const satisfies ChannelDefinition;
