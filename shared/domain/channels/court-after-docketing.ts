import type { ChannelDefinition } from "../channel.ts";

/** A court entrusts a docketed case to mediation (委托调解); the trial waits for it. */
export const courtAfterDocketing = {
  zh: "法院委托调解",
  en: "Court, after docketing",
  senders: ["court"],
  source: "court",
  isOwn: false,
  isCourtNumbered: true,
  isPreLitigation: false,
  setsOwnDate: false,
  knowsSummaryProcedure: true,
  takesUpItself: false,
  learnsOfAgreement: true,
  takesEffectBySignature: true,
  countsOwnSettlement: false,
  ownPeriods: {},
  result: ["trialResumes", "otherRoutes"],
  otherRoutes: ["court"],
  routesOnDefault: ["enforcement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form"],
    backOnFailure: ["end_notice"],
    letter: "court_feedback",
  },
} as const satisfies ChannelDefinition;
