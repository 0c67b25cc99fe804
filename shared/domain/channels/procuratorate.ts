import type { ChannelDefinition } from "../channel.ts";

/** A procuratorate sends a criminal case that the parties may reconcile (刑事和解), by a day that it sets itself. */
export const procuratorate = {
  zh: "检察机关移送",
  en: "Procuratorate",
  senders: ["procuratorate"],
  source: "procuratorate",
  isOwn: false,
  isCourtNumbered: false,
  isPreLitigation: false,
  setsOwnDate: true,
  knowsSummaryProcedure: false,
  takesUpItself: false,
  learnsOfAgreement: false,
  takesEffectBySignature: false,
  countsOwnSettlement: false,
  ownPeriods: {},
  result: ["performed", "otherRoutes"],
  otherRoutes: ["court"],
  routesOnDefault: ["suit_on_agreement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form", "performance_proof", "forgiveness", "security"],
    backOnFailure: ["end_notice"],
    letter: "procuratorate_feedback",
  },
} as const satisfies ChannelDefinition;
