import type { ChannelDefinition } from "../channel.ts";

/** The police send a minor public-order case, which needs no penalty if the parties settle it. */
export const policePublicOrder = {
  zh: "公安移送治安案件",
  en: "Police, public order",
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
  countsOwnSettlement: true,
  keptAs: "publicOrder",
  ownPeriods: {
    police_case_after_failure_or_default: {
      kind: "police-case",
      zh: "公安机关办案期限",
      en: "The police decide by",
      from: "failure-or-default",
      shownAs: "decideBy",
      mayGrow: true,
    },
  },
  result: ["performed", "clockRestartsOn", "decideBy", "otherRoutes"],
  otherRoutes: ["court"],
  routesOnDefault: ["suit_on_agreement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form", "performance_proof", "parties_application"],
    backOnFailure: ["end_notice"],
    letter: "police_feedback",
  },
} as const satisfies ChannelDefinition;
