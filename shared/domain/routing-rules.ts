import { addCalendarDays, monthsLater, shanghaiDate, startOfShanghaiDay } from "./calendar.ts";
import type { Harm, RiskGrade } from "./codes.ts";
import { covers, type DivisionLevel, levelOf } from "./division.ts";
import { isOfASector } from "./organisation-types.ts";
import type { RulePack } from "./rule-pack.ts";
import { countyOf } from "./scope.ts";

/** The rules in the order they are tried: a wish first, then expertise, then nearness. */
export const ruleOrder = ["named", "industry", "brand", "stationed-studio", "place", "party-place", "centre"] as const;
export type RoutingRule = (typeof ruleOrder)[number];

/** From the nearest to the farthest. */
export const levels: readonly DivisionLevel[] = ["village", "town", "county"];

/** The last day of the term of a committee that began on a day (人民调解法 第9条). */
export const lastDayOfTerm = (beganOn: string, { committeeTermYears }: Pick<RulePack, "committeeTermYears">): string =>
  addCalendarDays(shanghaiDate(monthsLater(startOfShanghaiDay(beganOn), committeeTermYears * 12)), -1);

/** From the lowest to the highest; who holds one holds those before it. */
export const brandGrades = ["county", "prefecture", "province"] as const;
export type BrandGrade = (typeof brandGrades)[number];

/** An organisation as routing sees it. `termEndsOn` is the last day of its term, YYYY-MM-DD. */
export type MediationBody = {
  organisationId: string;
  kind: "committee" | "studio" | "agency";
  type: string;
  level: DivisionLevel;
  divisionCode: string;
  categories: readonly string[];
  stationedAt?: string;
  parentId?: string;
  /** The highest grade that a brand studio holds. */
  brandGrade?: BrandGrade;
  capacity?: number;
  mediators?: number;
  openCases: number;
  suspended: boolean;
  termEndsOn?: string;
  /** Keyed hashes, comparable with the parties' hashes. */
  members?: readonly string[];
};

/** What routing must know of a dispute; `place` and `partyPlaces` are division codes, `today` is YYYY-MM-DD in Shanghai. */
export type RoutingRequest = {
  caseId: string;
  category: string;
  place?: string;
  partyPlaces: readonly string[];
  partyHashes: readonly string[];
  partyCount: number;
  referrerId: string;
  namedOrganisationId?: string;
  harm?: Harm;
  amountFen?: number;
  riskGrade: RiskGrade;
  earlierAttemptFailed: boolean;
  refusedBy: readonly string[];
  /** An escalated case is not offered below this level. */
  floor?: "town" | "county";
  today: string;
};

/**
 * The part of a rule pack that routing reads: from `partyCount` on, above `amountFen` or at `grades` a case is complex; in the
 * categories of `brandStudios` the county's brand studios are looked for.
 */
export type RoutingRules = Pick<RulePack, "complexity" | "brandStudios">;

/** A request with what follows from it. `place` is set only if the directory knows it. */
export type Question = { request: RoutingRequest; place: string | undefined; complex: boolean; seeksBrand: boolean };

export const obstacles = [
  "not-a-mediation-body",
  "refused-before",
  "suspended",
  "term-expired",
  "conflict-of-interest",
  "full",
  "wrong-category",
  "does-not-cover-place",
  "too-low-for-complex-case",
] as const;
export type Obstacle = (typeof obstacles)[number];

export const question = (
  request: RoutingRequest,
  directory: readonly MediationBody[],
  rules: RoutingRules,
): Question => ({
  request,
  place: knownPlace(request.place, directory),
  complex: isComplex(request, rules),
  seeksBrand: seeksBrand(request, rules),
});

/** Whether the rules look for brand studios of the whole county in such a dispute. */
export const seeksBrand = (
  { category, place }: Pick<RoutingRequest, "category" | "place">,
  { brandStudios }: Pick<RoutingRules, "brandStudios">,
): boolean => place !== undefined && brandStudios?.categories.some((one) => one === category) === true;

const sameCounty = (one: string, other: string): boolean => countyOf(one) === countyOf(other);

/**
 * A place is known when a general committee stands there or in its town. That its county has one is not enough:
 * every mistyped code would then end at the county instead of with a person.
 */
function knownPlace(place: string | undefined, directory: readonly MediationBody[]): string | undefined {
  if (place === undefined) return undefined;
  const stands = (body: MediationBody) => body.level !== "county" || body.divisionCode === place;
  return directory.some((body) => isGeneral(body) && covers(body.divisionCode, place) && stands(body))
    ? place
    : undefined;
}

/** The marks of a hard and complex dispute (疑难复杂); the statistics count these too. */
type Weight = Pick<
  RoutingRequest,
  "partyCount" | "partyPlaces" | "amountFen" | "riskGrade" | "harm" | "earlierAttemptFailed"
>;

export function isComplex(request: Weight, { complexity }: RoutingRules): boolean {
  const towns = request.partyPlaces.filter((place) => levelOf(place) !== "county").map((place) => place.slice(0, 9));
  return (
    request.partyCount >= complexity.partyCount ||
    (request.amountFen ?? 0) > complexity.amountFen ||
    complexity.grades.includes(request.riskGrade) ||
    request.harm !== undefined ||
    request.earlierAttemptFailed ||
    new Set(towns).size > 1
  );
}

const isGeneral = (body: MediationBody): boolean => body.kind === "committee" && body.type === "general";
const isIndustry = (body: MediationBody): boolean => body.kind === "committee" && isOfASector(body.type);

/** Categories listed in the directory bind; an industry body without any handles nothing. */
const handles = (body: MediationBody, category: string): boolean =>
  body.categories.includes(category) || (body.categories.length === 0 && !isIndustry(body));

const nearestFirst = (bodies: readonly MediationBody[]) =>
  levels.map((level) => bodies.filter((body) => body.level === level));

/**
 * The bodies a rule would ask, in groups of equals, nearest group first; who of them may be asked is `obstacle`'s matter.
 * Enterprise committees mediate inside their enterprise, so only naming one reaches it.
 */
export function candidates(
  rule: RoutingRule,
  { request, place, seeksBrand: isSought }: Question,
  directory: readonly MediationBody[],
): readonly (readonly MediationBody[])[] {
  const generalFor = (divisionCode: string) => (body: MediationBody) =>
    isGeneral(body) && covers(body.divisionCode, divisionCode);
  switch (rule) {
    case "named":
      return [directory.filter((body) => body.organisationId === request.namedOrganisationId)];
    case "industry": {
      // Not the known place: a county's industry committee is right for any spot in the county, a mistyped one too.
      const spot = request.place;
      if (spot === undefined) return [];
      const serves = (body: MediationBody) =>
        isIndustry(body) && handles(body, request.category) && covers(body.divisionCode, spot);
      return nearestFirst(directory.filter(serves));
    }
    case "brand": {
      const spot = isSought ? request.place : undefined;
      if (spot === undefined) return [];
      const serves = (body: MediationBody) =>
        body.kind === "studio" && body.categories.includes(request.category) && sameCounty(body.divisionCode, spot);
      return brandGrades
        .toReversed()
        .map((grade) => directory.filter((body) => body.brandGrade === grade && serves(body)));
    }
    case "stationed-studio": {
      const stationed = directory.filter((body) => body.kind === "studio" && body.stationedAt === request.referrerId);
      // A sub-office works where the dispute is on behalf of the studio at the referrer.
      const spot = request.place;
      const isSubOffice = (body: MediationBody) =>
        body.kind === "studio" &&
        spot !== undefined &&
        covers(body.divisionCode, spot) &&
        stationed.some(({ organisationId }) => organisationId === body.parentId);
      return [directory.filter(isSubOffice), stationed];
    }
    case "place":
      // A place known only as the county is left to the centre, after the parties' own places.
      return place === undefined || levelOf(place) === "county"
        ? []
        : nearestFirst(directory.filter(generalFor(place)));
    case "party-place": {
      const near = (body: MediationBody) =>
        body.level !== "county" && request.partyPlaces.some((home) => generalFor(home)(body));
      return nearestFirst(directory.filter(near));
    }
    case "centre":
      return place === undefined ? [] : [directory.filter(generalFor(place)).filter((body) => body.level === "county")];
  }
}

/** Why this body cannot be asked under this rule, or undefined if it can. */
export const obstacle = (body: MediationBody, rule: RoutingRule, asked: Question): Obstacle | undefined =>
  standingObstacle(body, rule, asked) ?? passingObstacle(body, asked);

type ByHand = { request: Pick<RoutingRequest, "partyHashes" | "today"> };

/** What speaks against a body even when a person picks it. */
export const obstacleByHand = (body: MediationBody, asked: ByHand): Obstacle | undefined =>
  unfit(body, asked) ?? passingObstacle(body, asked);

const unfit = (body: MediationBody, { request }: ByHand): Obstacle | undefined => {
  if (body.suspended) return "suspended";
  return body.termEndsOn !== undefined && body.termEndsOn < request.today ? "term-expired" : undefined;
};

/** What the directory and the request alone say against a body. */
export function standingObstacle(body: MediationBody, rule: RoutingRule, asked: Question): Obstacle | undefined {
  const { request, place, complex } = asked;
  if (body.kind === "agency") return "not-a-mediation-body";
  if (request.refusedBy.includes(body.organisationId)) return "refused-before";
  const unsuited = unfit(body, asked);
  if (unsuited !== undefined) return unsuited;
  if (!handles(body, request.category)) return "wrong-category";
  if (rule === "named") {
    // The parties' wish may pick a village for a complex case, but not a body from elsewhere, unless it is a brand of the county.
    const isBrandHere = body.brandGrade !== undefined && place !== undefined && sameCounty(body.divisionCode, place);
    const reaches = place === undefined || body.level === "county" || covers(body.divisionCode, place) || isBrandHere;
    return reaches ? undefined : "does-not-cover-place";
  }
  const floor = request.floor ?? (complex ? "town" : "village");
  return levels.indexOf(body.level) < levels.indexOf(floor) ? "too-low-for-complex-case" : undefined;
}

type Held = Omit<RoutingRequest, "caseId" | "referrerId" | "refusedBy" | "partyHashes" | "today">;

/**
 * Why a body that has a case would not be given it by the rules as the case is now: by its kind, its level or its area. A body
 * that a person chose is measured by the kind of dispute alone.
 */
export function lastingObstacle(
  body: MediationBody,
  rule: RoutingRule | "by-hand" | "transfer",
  request: Held,
  rules: RoutingRules,
): Obstacle | undefined {
  if (!handles(body, request.category)) return "wrong-category";
  if (rule === "by-hand" || rule === "transfer") return undefined;
  if (!isInArea(body, rule, request)) return "does-not-cover-place";
  if (rule === "named") return undefined;
  const floor = request.floor ?? (isComplex(request, rules) ? "town" : "village");
  return levels.indexOf(body.level) < levels.indexOf(floor) ? "too-low-for-complex-case" : undefined;
}

function isInArea({ divisionCode, level }: MediationBody, rule: RoutingRule, { place, partyPlaces }: Held): boolean {
  if (place === undefined || rule === "stationed-studio") return true;
  if (rule === "named" && level === "county") return true;
  const spots = rule === "party-place" ? [place, ...partyPlaces] : [place];
  return spots.some((spot) => covers(divisionCode, spot));
}

/** What must be looked up at the moment of asking: who its mediators are and how much it has to do. */
function passingObstacle(body: MediationBody, { request }: ByHand): Obstacle | undefined {
  if (body.members?.some((member) => request.partyHashes.includes(member))) return "conflict-of-interest";
  return body.capacity !== undefined && body.openCases >= body.capacity ? "full" : undefined;
}
