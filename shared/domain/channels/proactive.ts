import type { ChannelDefinition } from "../channel.ts";

/** The committee finds the dispute and registers the case itself (主动调解). */
export const proactive = {
  zh: "主动调解",
  en: "Proactive",
  senders: ["general", "industry", "enterprise", "brand"],
  source: "proactive",
  isOwn: true,
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
  otherRoutes: ["court"],
  routesOnDefault: ["suit_on_agreement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form"],
    backOnFailure: ["end_notice"],
  },
} as const satisfies ChannelDefinition;
