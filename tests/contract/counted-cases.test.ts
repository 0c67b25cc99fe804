import { randomUUID } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import type { CountedCases } from "../../shared/contracts/series-routes.ts";
import type { CaseState, StateIn } from "../../shared/domain/case-state.ts";
import type { FigureCell } from "../../shared/domain/figure-cell.ts";
import { given } from "../../shared/domain/given.ts";
import { monthsBetween } from "../../shared/domain/series.ts";
import { caseSource, contributionsOf, countAfter } from "../../shared/domain/tally.ts";
import { saveOrganisation } from "../../shared/dynamo/directory-store.ts";
import { saveCounted } from "../../shared/dynamo/tally-store.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { countedCasesFor } from "../../shared/runtime/counted-cases.ts";
import { seriesOfCounty } from "../../shared/runtime/figure-series.ts";
import {
  acceptedAssignment,
  dispute,
  failed,
  mediating,
  now,
  performed,
  referral,
  rules,
  standing,
} from "../support/cases.ts";
import { onEachEngine, type Rig } from "../support/engine-table.ts";
import { coordinatorAt, organisationAt, usualLimits } from "../support/organisations.ts";
import { placedCase } from "../support/placed-case.ts";

const [from, to] = ["2026-01", "2026-04"];
let counties = 330_500;
/** A county that no other test knows. */
const anyCounty = (): string => {
  counties += 1;
  return String(counties);
};
const coordinatorOf = (county: string): Caller => ({
  organisationId: `bureau-${county}`,
  role: "coordinator",
  organisation: coordinatorAt(county),
  limits: usualLimits,
});

/** A body of each of two towns, and one of the whole county. */
const bodiesIn = (county: string) =>
  [`${county}100`, `${county}101`, county].map((divisionCode) => ({ divisionCode, id: `pmc-${divisionCode}` }));

async function counted(rig: Rig, county: string, state: StateIn<"closed">): Promise<void> {
  const { table } = rig;
  const hostOf = (id: string) =>
    organisationAt(id, { ...{ kind: "committee", type: "general" }, divisionCode: id.slice(4) });
  const tallies = contributionsOf(state, (id) => hostOf(id).facts, rules);
  expect(tallies.every((one) => one.county === county)).toBe(true);
  await place(rig, state);
  const change = countAfter(undefined, { version: 9, tallies }, "case.closed");
  if (change === undefined) throw new Error("it counts");
  await saveCounted(table, state.caseId, undefined, { ...change, endedAt: state.closedAt });
}
const place = ({ table }: Rig, state: CaseState) =>
  table.client.send(new PutCommand({ TableName: table.name, Item: placedCase(state, 9)[0] }));

/** Cases of every town, source and category, in three of four months, with and without an agreement. */
async function city(rig: Rig): Promise<{ county: string; states: StateIn<"closed">[] }> {
  const county = anyCounty();
  const bodies = bodiesIn(county);
  for (const { id, divisionCode } of bodies) {
    const { facts } = organisationAt(id, { kind: "committee", type: "general", divisionCode });
    await saveOrganisation(rig.table, id, facts, { held: undefined });
  }
  const states = Array.from({ length: 24 }, (_, index) => {
    const body = bodies[index % 3]?.id ?? "";
    const make = index % 4 === 0 ? failed : performed;
    return make({
      caseId: randomUUID(),
      county,
      closedAt: `2026-0${[1, 3, 4][index % 5 === 0 ? 0 : index % 2 === 0 ? 1 : 2]}-1${index % 9}T03:00:00.000Z`,
      dispute: dispute({ category: index % 7 < 4 ? "02" : "18" }),
      assignment: acceptedAssignment({ organisationId: body }),
      referrals: [
        referral({ channel: index % 2 === 0 ? "police_civil" : "petition", sourceNumber: `behind-${index}` }),
      ],
      ...(make === performed && { agreement: { ...standing(), reachedBy: body } }),
    });
  });
  for (const state of states) await counted(rig, county, state);
  return { county, states };
}

type Asked = { cell?: FigureCell; from?: string; to?: string; limit?: number; cursor?: string };
const list = (rig: Rig, county: string, { cell = {}, limit = 100, ...asked }: Asked = {}): Promise<CountedCases> =>
  countedCasesFor(rig.table, coordinatorOf(county), { county, from, to, cell, limit, ...asked }, now);
const idsOf = ({ cases }: CountedCases): string[] => cases.map(({ caseId }) => caseId);

await onEachEngine("the cases behind a figure", (rig) => {
  it("are as many as it says, for each cell of a county: by town and category, source, month and agreement", async () => {
    const { county } = await city(rig);
    const { points, towns = [] } = await seriesOfCounty(rig.table, county, { from, to, by: "month", towns: true });
    const asked: [number, Asked][] = [
      ...towns.flatMap(({ division, cases, byCategory }): [number, Asked][] => [
        [cases, { cell: { town: division } }],
        ...byCategory.map(({ code, cases: count }): [number, Asked] => [
          count,
          { cell: { town: division, category: code } },
        ]),
      ]),
      ...points.flatMap(({ period, cases, agreed, bySource, byCategory }): [number, Asked][] => {
        const month = { from: period, to: period };
        return [
          [cases, month],
          [agreed, { ...month, cell: { agreed: true } }],
          [cases - agreed, { ...month, cell: { agreed: false } }],
          ...bySource.map(({ code, cases: count }): [number, Asked] => [count, { ...month, cell: { source: code } }]),
          ...byCategory.map(({ code, cases: count }): [number, Asked] => [
            count,
            { ...month, cell: { category: code } },
          ]),
        ];
      }),
    ];
    expect(towns).toHaveLength(3);
    expect(points.map(({ cases }) => cases > 0)).toEqual([true, false, true, true]);
    const listed = await Promise.all(
      asked.map(async ([, cell]) => {
        const { total, cases, cursor } = await list(rig, county, cell);
        return [cell, total, cases.length, cursor];
      }),
    );
    expect(listed).toEqual(asked.map(([count, cell]) => [cell, count, count, undefined]));
    expect(asked.filter(([count]) => count > 0).length).toBeGreaterThan(caseSource().options.length);
  });

  it("come page by page over the months, those that ended last first, none twice", async () => {
    const { county, states } = await city(rig);
    const order = states
      .map(({ caseId, closedAt }) => `${closedAt}#${caseId}`)
      .toSorted()
      .toReversed()
      .map((key) => key.slice(key.indexOf("#") + 1));
    for (const limit of [1, 5, 7, 24]) {
      const pages: CountedCases[] = [];
      for (let cursor: string | undefined; pages.length < 40; ) {
        const page = await list(rig, county, { limit, ...given("cursor", cursor) });
        pages.push(page);
        cursor = page.cursor;
        if (cursor === undefined) break;
      }
      expect(pages.flatMap(idsOf)).toEqual(order);
      expect(pages.map(({ total }) => total)).toEqual([24, ...pages.slice(1).map(() => undefined)]);
      expect(Math.max(...pages.map(({ cases }) => cases.length))).toBe(limit);
    }
    await expect(list(rig, county, { cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid-cursor" });
  });

  it("are looked for in no month that has none of them", async () => {
    const { county } = await city(rig);
    const queries = async (asked: Asked) => {
      const before = rig.figures().calls["Query"] ?? 0;
      await list(rig, county, asked);
      return (rig.figures().calls["Query"] ?? 0) - before;
    };
    const months = monthsBetween(from, to).length;
    // The loaded figures, the tallies of each month, and the lists of the three months that have cases.
    expect(await queries({})).toBe(1 + months + 3);
    expect(await queries({ cell: { source: "court" } })).toBe(1 + months);
  });

  it("leave out what was taken up again, and tell of another county's case only that there is one", async () => {
    const { county, states } = await city(rig);
    const [anew, moved] = states;
    if (anew === undefined || moved === undefined) throw new Error("there are some");
    const { caseId, referrals } = anew;
    await place(rig, mediating({ caseId, county, referrals }));
    await place(rig, { ...moved, county: "330482" });
    const listing = await list(rig, county);
    const others = states.filter((state) => state !== anew && state !== moved);
    expect(new Set(idsOf(listing))).toEqual(new Set(others.map((state) => state.caseId)));
    expect(listing.elsewhere).toBe(1);
    expect(JSON.stringify(listing)).not.toContain(moved.caseId);
  });

  it("are none of an empty county", async () => {
    expect(await list(rig, anyCounty())).toEqual({ cases: [], names: {}, total: 0 });
  });
});
