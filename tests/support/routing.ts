import { candidateDivisions, type RoutingDecision, route } from "../../shared/domain/routing.ts";
import type { MediationBody, RoutingRequest, RoutingRules } from "../../shared/domain/routing-rules.ts";
import { readRoster } from "./roster.ts";

export const roster = readRoster();
export const nameOf = new Map(roster.map((body) => [body.organisationId, body.name]));
const divisionOf = new Map(roster.map((body) => [body.organisationId, body.divisionCode]));

export const rules: RoutingRules = {
  complexity: { partyCount: 10, amountFen: 50_000_000, grades: ["red", "orange"], article: "house" },
};

export const hongqiao = "330483100200"; // a village of 乌镇镇
export const baimadun = "330483100201"; // its neighbour
export const qingfeng = "330483001001"; // a community of 梧桐街道
export const wuzhen = "330483100";
export const tongxiang = "330483";
export const elsewhere = "330482001001"; // a village of the next county

/** Two neighbours in 虹桥村 quarrel; an agency without a studio of its own refers them. */
export const quarrel = (changes: Partial<RoutingRequest> = {}): RoutingRequest => ({
  caseId: "0190a0de-0000-7000-8000-000000000001",
  category: "02",
  place: hongqiao,
  partyPlaces: [],
  partyHashes: [],
  partyCount: 2,
  referrerId: "justice-bureau",
  riskGrade: "blue",
  earlierAttemptFailed: false,
  refusedBy: [],
  today: "2026-03-02",
  ...changes,
});

export const placeless = (changes: Partial<RoutingRequest> = {}): RoutingRequest => {
  const { place: _, ...rest } = quarrel();
  return { ...rest, ...changes };
};

export type BodyChanges = Readonly<Record<string, Partial<MediationBody>>>;
const withChanges = (changes: BodyChanges): MediationBody[] =>
  roster.map((body) => ({ ...body, ...changes[body.organisationId] }));

/** What the router would load: the organisations of the candidate divisions, and the named one. */
export const loadedFor = (request: RoutingRequest, directory: readonly MediationBody[] = roster): MediationBody[] => {
  const divisions = candidateDivisions(request, divisionOf.get(request.referrerId));
  return directory.filter(
    (body) => divisions.includes(body.divisionCode) || body.organisationId === request.namedOrganisationId,
  );
};

export const routed = (request: RoutingRequest, changes: BodyChanges = {}): RoutingDecision =>
  route(request, loadedFor(request, withChanges(changes)), rules);

export const answer = (decision: RoutingDecision): readonly [string, string | undefined] =>
  decision.outcome === "offered"
    ? [decision.rule, nameOf.get(decision.organisationId)]
    : [decision.outcome, decision.reason];

export const whys = (decision: RoutingDecision): Record<string, string> =>
  Object.fromEntries(
    decision.trace.flatMap((step) => (step.verdict === "passed-over" ? [[step.organisationId, step.why]] : [])),
  );
