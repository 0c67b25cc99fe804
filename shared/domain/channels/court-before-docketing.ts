import type { ChannelDefinition } from "../channel.ts";

/** A court sends a dispute before it dockets the claim (委派调解). */
export const courtBeforeDocketing: ChannelDefinition = {
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
    court_dockets_after_failure: { kind: "court-docketing", from: "insistence" },
  },
  result: ["confirmation", "papersBack", "docketBy", "otherRoutes"],
  otherRoutes: ["court"],
  routesOnDefault: ["suit_on_agreement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form", "confirmation_application"],
    backOnFailure: ["end_notice", "undisputed_facts"],
    letter: "court_feedback",
  },
};
