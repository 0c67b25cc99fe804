import type { Label } from "../domain/codes.ts";

/** What is called what of a party in that which papers alone need. */
export const partyDetailFields = {
  partyDetails: { zh: "当事人补充信息（供文书使用）", en: "More of the parties, for papers" },
  "partyDetails.agent": { zh: "委托代理人", en: "Agent" },
  "partyDetails.agent.name": { zh: "代理人姓名", en: "Name of the agent" },
  "partyDetails.agent.phone": { zh: "代理人电话", en: "Telephone of the agent" },
  "partyDetails.agent.relationship": { zh: "与当事人的关系", en: "What the agent is to the party" },
  "partyDetails.ethnicity": { zh: "民族", en: "Ethnicity" },
  "partyDetails.occupation": { zh: "职业或职务", en: "Occupation" },
  "partyDetails.party": { zh: "第几方当事人", en: "Which party" },
  "partyDetails.serviceAddress": { zh: "送达地址", en: "Address for service" },
} as const satisfies Record<string, Label>;
