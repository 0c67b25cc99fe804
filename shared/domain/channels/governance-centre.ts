import type { ChannelDefinition } from "../channel.ts";

/** The social-governance centre sends a dispute that came to its counter. */
export const governanceCentre = {
  zh: "综治中心移送",
  en: "Social-governance centre",
  senders: ["governance_centre"],
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
  otherRoutes: ["court"],
  routesOnDefault: ["suit_on_agreement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form"],
    backOnFailure: ["end_notice"],
  },
} as const satisfies ChannelDefinition;
