import type { ChannelDefinition } from "../channel.ts";

/** A health authority sends a dispute between patient and hospital. */
export const medical = {
  zh: "卫健部门移送",
  en: "Medical",
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
  otherRoutes: ["administrative_mediation", "court"],
  routesOnDefault: ["suit_on_agreement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form"],
    backOnFailure: ["end_notice"],
  },
} as const satisfies ChannelDefinition;
