import type { ChannelDefinition } from "../channel.ts";

/** The police send a civil quarrel that they were called to. */
export const policeCivil = {
  zh: "公安移送民间纠纷",
  en: "Police, civil quarrel",
  senders: ["police"],
  source: "police",
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
  result: ["riskGrade", "otherRoutes"],
  otherRoutes: ["court"],
  routesOnDefault: ["suit_on_agreement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form"],
    backOnFailure: ["end_notice"],
    letter: "police_feedback",
  },
} as const satisfies ChannelDefinition;
