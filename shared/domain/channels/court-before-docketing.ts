import type { ChannelDefinition } from "../channel.ts";

/** A court sends a dispute before it dockets the claim (委派调解). */
export const courtBeforeDocketing = {
  zh: "法院委派调解",
  en: "Court, before docketing",
  senders: ["court"],
  source: "court",
  isOwn: false,
  isCourtNumbered: true,
  isPreLitigation: true,
  setsOwnDate: false,
  knowsSummaryProcedure: false,
  takesUpItself: false,
  learnsOfAgreement: true,
  takesEffectBySignature: true,
  countsOwnSettlement: false,
  ownPeriods: {
    court_dockets_after_failure: {
      kind: "court-docketing",
      zh: "法院立案期限",
      en: "The court dockets by",
      from: "insistence",
      shownAs: "docketBy",
      mayGrow: false,
    },
  },
  result: ["confirmation", "papersBack", "docketBy", "otherRoutes"],
  otherRoutes: ["court"],
  routesOnDefault: ["suit_on_agreement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form", "confirmation_application"],
    backOnFailure: ["end_notice", "undisputed_facts"],
    letter: "court_feedback",
  },
} as const satisfies ChannelDefinition;
