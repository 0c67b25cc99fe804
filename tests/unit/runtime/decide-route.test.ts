import { describe, expect, it } from "vitest";
import type { RoutingRequest } from "../../../shared/domain/routing-rules.ts";
import type { StoredOrganisation } from "../../../shared/dynamo/directory-store.ts";
import { countyKeys, holderKeys, mediatorKey, organisationKey, partiesKey } from "../../../shared/dynamo/keys.ts";
import { decideRoute, obstacleTo, organisationsConcerned } from "../../../shared/runtime/decide-route.ts";
import { tableOf } from "../../support/answering-items.ts";
import { caseId, rules } from "../../support/cases.ts";

type Facts = StoredOrganisation["facts"];
const committee = (id: string, divisionCode: string, changes: Partial<Facts> = {}): StoredOrganisation => ({
  organisationId: id,
  facts: {
    kind: "committee",
    type: "general",
    level: "village",
    name: "样例",
    divisionCode,
    categories: [],
    suspended: false,
    ...changes,
  },
  keys: {},
});
const referrer = committee("police", "330483100", { kind: "agency", type: "police" });
const itemOf = (stored: StoredOrganisation) => ({
  ...organisationKey(stored.organisationId),
  ...countyKeys(stored.facts.divisionCode, stored.organisationId),
  ...stored,
});
const open = (holder: string, number: number) => ({
  pk: `CASE#${holder}-${number}`,
  sk: "CASE",
  ...holderKeys(holder, "2026-03-05T00:00:00.000Z", String(number)),
});
const directoryOf = (organisations: readonly StoredOrganisation[], items: readonly Record<string, unknown>[] = []) =>
  tableOf([...[referrer, ...organisations].map(itemOf), ...items]);

const request = (changes: Partial<RoutingRequest> = {}): RoutingRequest => ({
  caseId,
  category: "02",
  place: "330483100200",
  partyPlaces: [],
  partyHashes: [],
  partyCount: 2,
  referrerId: "police",
  riskGrade: "blue",
  earlierAttemptFailed: false,
  refusedBy: [],
  today: "2026-03-03",
  ...changes,
});
const ids = (organisations: readonly StoredOrganisation[]) => organisations.map(({ organisationId }) => organisationId);

describe("the organisations that a case concerns", () => {
  const village = committee("village", "330483100200");
  const elsewhere = committee("elsewhere", "330483101201");
  const far = committee("far", "330481100200");

  it("are those of its place, of the parties, of the referrer, and the one that is named", async () => {
    const { table } = directoryOf([village, elsewhere, far]);
    const concerned = async (changes: Partial<RoutingRequest>) =>
      ids(await organisationsConcerned(table, request({ partyPlaces: ["330483101201"], ...changes }))).toSorted();
    expect(await concerned({})).toEqual(["elsewhere", "police", "village"]);
    expect(await concerned({ namedOrganisationId: "far" })).toEqual(["elsewhere", "far", "police", "village"]);
    expect(await concerned({ namedOrganisationId: "nobody" })).toEqual(["elsewhere", "police", "village"]);
    expect(await concerned({ referrerId: "nobody", partyPlaces: [] })).toEqual(["police", "village"]);
  });
});

describe("a routing decision", () => {
  const busy = committee("busy", "330483100200");
  const idle = committee("idle", "330483100200");
  const town = committee("town", "330483100", { level: "town" });

  it("goes to the nearest body with the fewest open cases, and counts only where it has to choose", async () => {
    const { table, calls } = directoryOf([busy, idle, town], [open("busy", 1), open("busy", 2), open("idle", 3)]);
    const { decision } = await decideRoute(table, request(), rules);
    expect(decision).toMatchObject({ outcome: "offered", organisationId: "idle", rule: "place" });
    const counted = calls.filter(({ input }) => input["IndexName"] === "casesByHolder").map(({ input }) => input);
    expect(counted).toMatchObject([{ Select: "COUNT" }, { Select: "COUNT" }]);
    expect(counted.map(({ ExpressionAttributeValues }) => ExpressionAttributeValues).toSorted()).toEqual([
      { ":holder": "busy" },
      { ":holder": "idle" },
    ]);
  });

  it("weighs the load by the mediators of a body", async () => {
    const large = committee("busy", "330483100200", { mediators: 4 });
    const { table } = directoryOf([large, idle], [open("busy", 1), open("busy", 2), open("idle", 3)]);
    expect((await decideRoute(table, request(), rules)).decision).toMatchObject({ organisationId: "busy" });
  });

  it.each<[string, Partial<Facts>]>([
    ["is full", { capacity: 1 }],
    ["is suspended", { suspended: true }],
    ["has no term any more", { termBeganOn: "2020-01-01" }],
    ["is for another category", { categories: ["05"] }],
    ["is of another kind", { type: "enterprise" }],
  ])("passes over a body that %s", async (_why, changes) => {
    const { table } = directoryOf([committee("near", "330483100200", changes), town], [open("near", 1)]);
    expect((await decideRoute(table, request(), rules)).decision).toMatchObject({
      outcome: "offered",
      organisationId: "town",
    });
  });

  it("keeps a body whose term still runs and that has room", async () => {
    const near = committee("near", "330483100200", { capacity: 2, termBeganOn: "2025-01-01", parentId: "town" });
    const { table } = directoryOf([near, town], [open("near", 1)]);
    expect((await decideRoute(table, request(), rules)).decision).toMatchObject({ organisationId: "near" });
  });

  it("passes over a body one of whose mediators is a party, and asks for mediators only where parties are known", async () => {
    const member = { ...mediatorKey("near", "mediator-1"), identityHash: "hash-1" };
    const unnumbered = mediatorKey("near", "mediator-2");
    const { table, calls } = directoryOf([committee("near", "330483100200"), town]);
    expect((await decideRoute(table, request(), rules)).decision).toMatchObject({ organisationId: "near" });
    expect(calls.some(({ input }) => input["ProjectionExpression"] === "identityHash")).toBe(false);
    const known = tableOf([...[referrer, committee("near", "330483100200"), town].map(itemOf), member, unnumbered]);
    const { decision } = await decideRoute(known.table, request({ partyHashes: ["hash-1"] }), rules);
    expect(decision).toMatchObject({ organisationId: "town" });
    const others = await decideRoute(known.table, request({ partyHashes: ["hash-2"] }), rules);
    expect(others.decision).toMatchObject({ organisationId: "near" });
  });

  it("prefers a studio that is stationed at the referrer's", async () => {
    const studio = committee("studio", "330483100", { kind: "studio", level: "town", stationedAt: "police" });
    const { table } = directoryOf([studio, idle]);
    expect((await decideRoute(table, request(), rules)).decision).toMatchObject({
      rule: "stationed-studio",
      organisationId: "studio",
    });
  });

  it("leaves a case to a person where nobody is left, and where the place is not known", async () => {
    const { table } = directoryOf([idle]);
    const left = await decideRoute(table, request({ refusedBy: ["idle"] }), rules);
    expect(left.decision).toMatchObject({ outcome: "triage", reason: "nobody-left" });
    const unknown = await decideRoute(table, request({ place: "330499999999" }), rules);
    expect(unknown.decision).toMatchObject({ outcome: "triage", reason: "unknown-place" });
  });
});

describe("a body that a person picks", () => {
  const ask = { caseId, today: "2026-03-03", rulePack: rules.version };

  it("may be far, but not full, suspended, out of term or a party's own", async () => {
    const parties = { ...partiesKey(caseId), partyHashes: ["hash-1"] };
    const member = { ...mediatorKey("own", "mediator-1"), identityHash: "hash-1" };
    const { table } = tableOf([parties, member, open("full", 1)]);
    const obstacle = (id: string, changes: Partial<Facts> = {}) =>
      obstacleTo(table, committee(id, "330483101201", changes), ask);
    expect(await obstacle("far")).toBeUndefined();
    expect(await obstacle("full", { capacity: 1 })).toBe("full");
    expect(await obstacle("suspended", { suspended: true })).toBe("suspended");
    expect(await obstacle("over", { termBeganOn: "2020-01-01" })).toBe("term-expired");
    expect(await obstacle("own")).toBe("conflict-of-interest");
  });
});
