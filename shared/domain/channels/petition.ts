import type { ChannelDefinition } from "../channel.ts";

/** A petition office sends a dispute out of a petition, which it must answer in time whatever comes of mediation. */
export const petition = {
  zh: "信访部门移送",
  en: "Petition office",
  senders: ["petition"],
  source: "petition",
  isOwn: false,
  isCourtNumbered: false,
  isPreLitigation: false,
  setsOwnDate: false,
  knowsSummaryProcedure: false,
  takesUpItself: true,
  learnsOfAgreement: false,
  takesEffectBySignature: false,
  countsOwnSettlement: false,
  ownPeriods: {
    petition_answered: {
      kind: "petition-answer",
      zh: "信访答复期限",
      en: "The petition is answered by",
      from: "request",
      shownAs: "answerPetitionBy",
      mayGrow: true,
    },
  },
  result: ["answerPetitionBy", "otherRoutes"],
  otherRoutes: ["court"],
  routesOnDefault: ["suit_on_agreement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form"],
    backOnFailure: ["end_notice"],
    letter: "petition_feedback",
  },
} as const satisfies ChannelDefinition;
