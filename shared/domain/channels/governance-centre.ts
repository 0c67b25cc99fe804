import type { ChannelDefinition } from "../channel.ts";

/** The social-governance centre sends a dispute that came to its counter. */
export const governanceCentre: ChannelDefinition = {
  zh: "综治中心移送",
  en: "Social-governance centre",
  senders: ["governance_centre"],
  source: "other",
  isOwn: false,
  isCourtNumbered: false,
  isPreLitigation: false,
  setsOwnDate: false,
  knowsSummaryProcedure: false,
  ownPeriods: {},
  result: ["otherRoutes"],
  otherRoutes: ["court"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form"],
    backOnFailure: ["end_notice"],
    toArchive: [],
  },
};
