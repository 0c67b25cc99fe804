import type { Actor } from "../../shared/domain/case.ts";
import { type CaseState, sendingsOf } from "../../shared/domain/case-state.ts";
import {
  accepted,
  acknowledged,
  actors,
  agreed,
  archived,
  city,
  clock,
  closedAs,
  confirmation,
  confirming,
  dispute,
  failed,
  mediating,
  merged,
  monday,
  needsInfo,
  offered,
  performing,
  referral,
  seekingConsent,
  sentOn,
  submitted,
  suspended,
  triage,
} from "./cases.ts";

// The cases that the tests of the lifecycle begin with, and who stands how to each.

/** After every deadline, so that the clock's turn has come wherever it has one. */
export const late = "2026-05-06T02:00:00.000Z";

/** The body that had the case when its referrer recalled it. */
const recalledBody: Actor = { organisationId: "industry-labour-330483", role: "committee" };
/** The station that was told of a danger. */
const station: Actor = { organisationId: "police-330483101", role: "agency" };
export const everybody = { ...actors, recalled: recalledBody, station } satisfies Record<string, Actor>;
export type Kind = keyof typeof everybody;

const { assignment: _, ...withdrawnOffer } = closedAs("recalled", { recallOpen: recalledBody.organisationId });
export const cases = {
  submitted: submitted(),
  needs_info: needsInfo(),
  triage: triage(),
  offered: offered(),
  accepted: accepted(),
  seeking_consent: seekingConsent(),
  mediating: mediating(),
  "mediating, in question": mediating({
    dispute: dispute({ circumstances: ["party_refuses"] }),
    grounds: [{ circumstance: "party_refuses", verdict: "block", article: "人民调解法 第23条" }],
    clocks: [clock("mediate"), clock("triage")],
    dangerReports: [{ kind: "crime", policeId: station.organisationId, unsignedSince: monday("05:30") }],
    informed: [station.organisationId],
  }),
  suspended: suspended(),
  agreed: agreed(),
  "agreed, a meeting convened": agreed({
    meeting: { organisationIds: [city.organisationId], meetAt: monday("05:00") },
    informed: [city.organisationId],
  }),
  confirming: confirming(),
  "confirming once docketed": confirming({
    confirmation: confirmation({ docketedAt: monday("06:40") }),
    clocks: [clock("confirmation"), clock("confirmation-outer")],
  }),
  performing: performing({ instalments: [{ number: 1, dueOn: "2026-03-31" }] }),
  "performing, all paid": performing({ instalments: [{ number: 1, dueOn: "2026-03-31", paidOn: "2026-03-03" }] }),
  closed: failed({ failureReason: "positions_too_far_apart" }),
  "closed at the police": failed({
    failureReason: "positions_too_far_apart",
    referrals: [referral({ channel: "police_public_order" })],
    senderClocks: [clock("police-case")],
  }),
  "closed before docketing": failed({
    failureReason: "positions_too_far_apart",
    referrals: [referral({ channel: "court_before_docketing" })],
  }),
  "closed and acknowledged": acknowledged(failed({ failureReason: "positions_too_far_apart" })),
  "closed by recall": withdrawnOffer,
  "closed and sent on": sentOn(),
  "closed and taken on": sentOn({ answer: "accepted" }),
  "closed by merge": merged(),
  archived: archived(acknowledged(failed({ failureReason: "positions_too_far_apart" }))),
  "archived by merge": archived(merged()),
} satisfies Record<string, CaseState>;
export type CaseName = keyof typeof cases;
export const names = Object.keys(cases).filter((key): key is CaseName => key in cases);
export const over: readonly CaseName[] = [
  "closed",
  "closed at the police",
  "closed before docketing",
  "closed and acknowledged",
  "closed by recall",
  "closed and sent on",
  "closed and taken on",
  "closed by merge",
  "archived",
  "archived by merge",
];
export const sent = ["closed and sent on", "closed and taken on"] as const;
export const merges: readonly CaseName[] = ["closed by merge", "archived by merge"];
export const open = names.filter((name) => !over.includes(name));

/** What has something of its own to decide is otherwise as plain as this one. */
export const plain: { readonly [Name in CaseName]?: CaseName } = {
  "mediating, in question": "mediating",
  "agreed, a meeting convened": "agreed",
  "closed at the police": "closed",
  "closed before docketing": "closed",
};

/** Who stands in the relations that not every case has. */
const holders: { readonly [Name in CaseName]: Kind | "nobody" } = {
  submitted: "nobody",
  needs_info: "coordinator",
  triage: "coordinator",
  offered: "holder",
  accepted: "holder",
  seeking_consent: "holder",
  mediating: "holder",
  "mediating, in question": "holder",
  suspended: "holder",
  agreed: "holder",
  "agreed, a meeting convened": "holder",
  confirming: "holder",
  "confirming once docketed": "holder",
  performing: "holder",
  "performing, all paid": "holder",
  closed: "holder",
  "closed at the police": "holder",
  "closed before docketing": "holder",
  "closed and acknowledged": "holder",
  "closed by recall": "nobody",
  "closed and sent on": "holder",
  "closed and taken on": "holder",
  "closed by merge": "holder",
  archived: "holder",
  "archived by merge": "holder",
};
export type Relation = Kind | "holding" | "deciding" | "recalled-from" | "told" | "sent-to" | "sending";
export const standing = (relation: Relation, name: CaseName): Kind | "nobody" => {
  if (relation === "holding") return holders[name];
  if (relation === "deciding") return cases[name].status === "confirming" ? "court" : "nobody";
  if (relation === "sent-to") return sendingsOf(cases[name]).length > 0 ? "court" : "nobody";
  if (relation === "sending") return sendingsOf(cases[name]).length > 0 ? "holder" : "nobody";
  if (relation === "told") return name === "mediating, in question" ? "station" : "nobody";
  if (relation === "recalled-from") return name === "closed by recall" ? "recalled" : "nobody";
  return relation;
};
