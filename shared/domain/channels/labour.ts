import type { ChannelDefinition } from "../channel.ts";

/** A labour authority sends a labour dispute. */
export const labour = {
  zh: "人社部门移送",
  en: "Labour",
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
  otherRoutes: ["labour_arbitration"],
  routesOnDefault: ["labour_arbitration", "payment_order"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form"],
    backOnFailure: ["end_notice"],
  },
} as const satisfies ChannelDefinition;
