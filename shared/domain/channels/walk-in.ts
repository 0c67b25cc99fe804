import type { ChannelDefinition } from "../channel.ts";

/** Parties apply to the committee, which registers the case itself (依申请). */
export const walkIn = {
  zh: "当事人申请",
  en: "Walk-in",
  senders: ["general", "industry", "enterprise", "brand"],
  source: "on_application",
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
