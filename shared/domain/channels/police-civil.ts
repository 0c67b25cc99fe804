import type { ChannelDefinition } from "../channel.ts";

/** The police send a civil quarrel that they were called to. */
export const policeCivil: ChannelDefinition = {
  zh: "公安移送民间纠纷",
  en: "Police, civil quarrel",
  senders: ["police"],
  source: "police",
  isOwn: false,
  isCourtNumbered: false,
  isPreLitigation: false,
  setsOwnDate: false,
  knowsSummaryProcedure: false,
  ownPeriods: {},
  result: ["riskGrade"],
  otherRoutes: ["court"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form"],
    backOnFailure: ["end_notice"],
    toArchive: [],
  },
};
