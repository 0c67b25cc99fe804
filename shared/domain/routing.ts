import { ancestors } from "./division.ts";
import {
  candidates,
  levels,
  type MediationBody,
  type Obstacle,
  obstacle,
  question,
  type RoutingRequest,
  type RoutingRule,
  type RoutingRules,
  ruleOrder,
  standingObstacle,
} from "./routing-rules.ts";

/** Why a body was passed over: an obstacle, or how it lost to the chosen one. */
type Reason = Obstacle | "busier" | "farther" | "by-lot";

/** One step of a decision, short enough to be stored with it. */
type TraceStep =
  | { rule: RoutingRule; organisationId: string; verdict: "chosen" }
  | { rule: RoutingRule; organisationId: string; verdict: "passed-over"; why: Reason }
  | { rule: RoutingRule; verdict: "no-candidate" };

export type RoutingDecision =
  | { outcome: "offered"; rule: RoutingRule; organisationId: string; trace: readonly TraceStep[] }
  | { outcome: "triage"; reason: "unknown-place" | "nobody-left"; trace: readonly TraceStep[] };

/** A trace is stored with its event in an item of about 1 KB: the first steps and always the last one are kept. */
export const traceStepsAtMost = 12;

/**
 * Which body is asked to mediate, and why not the others. Deterministic: the same request, directory (in any order) and
 * rules give the same decision. The directory holds the bodies of `candidateDivisions` and the named one, suspended
 * and full ones included.
 */
export function route(
  request: RoutingRequest,
  directory: readonly MediationBody[],
  rules: RoutingRules,
): RoutingDecision {
  const bodies = distinct(directory);
  const asked = question(request, bodies, rules);
  const order = preference(request.caseId);
  const trace: TraceStep[] = [];

  for (const rule of ruleOrder) {
    if (rule === "named" && request.namedOrganisationId === undefined) continue;
    if (rule === "brand" && !asked.seeksBrand) continue;
    const groups = candidates(rule, asked, bodies).filter((group) => group.length > 0);
    if (groups.length === 0) trace.push({ rule, verdict: "no-candidate" });
    for (const group of groups) {
      const free: MediationBody[] = [];
      const pass = ({ organisationId }: MediationBody, why: Reason) =>
        trace.push({ rule, organisationId, verdict: "passed-over", why });
      for (const body of group) {
        const why = obstacle(body, rule, asked);
        if (why === undefined) free.push(body);
        else pass(body, why);
      }
      const [chosen, ...others] = free.toSorted(order);
      if (chosen === undefined) continue;
      for (const body of others) pass(body, whyBehind(body, chosen));
      const { organisationId } = chosen;
      trace.push({ rule, organisationId, verdict: "chosen" });
      return { outcome: "offered", rule, organisationId, trace: bounded(trace) };
    }
  }
  return {
    outcome: "triage",
    reason: asked.place === undefined ? "unknown-place" : "nobody-left",
    trace: bounded(trace),
  };
}

/**
 * The bodies that may be asked whatever their load, in groups as `route` comes to them: a group need be weighed only when
 * nobody of those before it was chosen.
 */
export function askableGroups(
  request: RoutingRequest,
  directory: readonly MediationBody[],
  rules: RoutingRules,
): readonly (readonly MediationBody[])[] {
  const bodies = distinct(directory);
  const asked = question(request, bodies, rules);
  return ruleOrder
    .flatMap((rule) =>
      candidates(rule, asked, bodies).map((group) =>
        group.filter((body) => standingObstacle(body, rule, asked) === undefined),
      ),
    )
    .filter((group) => group.length > 0);
}

/** The divisions whose organisations `route` needs: the dispute's, the parties' and the referrer's, each with those above it. */
export function candidateDivisions(
  request: Pick<RoutingRequest, "place" | "partyPlaces">,
  referrerDivision?: string,
): string[] {
  const places = [request.place, ...request.partyPlaces, referrerDivision].filter((code) => code !== undefined);
  return [...new Set(places.flatMap(ancestors))];
}

/** Each body once, by id, so that neither the order nor the repetition of a directory matters. */
const distinct = (directory: readonly MediationBody[]): MediationBody[] =>
  [...new Map(directory.map((body) => [body.organisationId, body])).values()].toSorted((a, b) =>
    a.organisationId < b.organisationId ? -1 : 1,
  );

const mediatorsOf = (body: MediationBody): number => Math.max(1, body.mediators ?? 1);
/** Negative if `a` has fewer open cases per mediator than `b`; multiplied out, because fractions round. */
const byLoad = (a: MediationBody, b: MediationBody): number =>
  a.openCases * mediatorsOf(b) - b.openCases * mediatorsOf(a);
const byLevel = (a: MediationBody, b: MediationBody): number => levels.indexOf(a.level) - levels.indexOf(b.level);

/** Least loaded, then nearest, then a draw that is fair over many cases and the same on every retry of one case. */
const preference = (caseId: string) => (a: MediationBody, b: MediationBody) =>
  byLoad(a, b) || byLevel(a, b) || fnv1a(caseId + a.organisationId) - fnv1a(caseId + b.organisationId);

const whyBehind = (body: MediationBody, chosen: MediationBody): Reason => {
  if (byLoad(body, chosen) !== 0) return "busier";
  return byLevel(body, chosen) !== 0 ? "farther" : "by-lot";
};

/** FNV-1a, 32 bits, over UTF-16 code units; ids are ASCII. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** A body met again under a later rule for the same reason says nothing new. */
function bounded(trace: readonly TraceStep[]): readonly TraceStep[] {
  const key = (step: TraceStep) =>
    step.verdict === "passed-over" ? `${step.organisationId} ${step.why}` : `${step.rule} ${step.verdict}`;
  const fresh = trace.filter((step, index) => trace.findIndex((other) => key(other) === key(step)) === index);
  return fresh.length <= traceStepsAtMost ? fresh : [...fresh.slice(0, traceStepsAtMost - 1), ...fresh.slice(-1)];
}
