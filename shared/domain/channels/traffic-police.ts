import type { ChannelDefinition } from "../channel.ts";

/** The traffic police send a dispute over the damages of an accident. */
export const trafficPolice = {
  zh: "交管部门移送",
  en: "Traffic police",
  senders: ["traffic_police"],
  source: "police",
  isOwn: false,
  isCourtNumbered: false,
  isPreLitigation: false,
  setsOwnDate: false,
  knowsSummaryProcedure: false,
  takesUpItself: false,
  learnsOfAgreement: false,
  takesEffectBySignature: false,
  countsOwnSettlement: false,
  ownPeriods: {
    joint_request_to_traffic_police_after_termination: {
      kind: "joint-request",
      zh: "申请交管部门调解期限",
      en: "Joint request to the traffic police by",
      from: "failure",
      shownAs: "jointRequestBy",
      mayGrow: false,
    },
  },
  result: ["terminatedOn", "jointRequestBy", "otherRoutes"],
  otherRoutes: ["court"],
  routesOnDefault: ["suit_on_agreement"],
  papers: {
    backOnSuccess: ["agreement", "oral_agreement_form"],
    backOnFailure: ["end_notice"],
    letter: "police_feedback",
  },
} as const satisfies ChannelDefinition;
