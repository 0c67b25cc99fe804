import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundledCalendars } from "../../shared/domain/calendar.ts";
import { dueAt } from "../../shared/domain/clocks.ts";
import { problemOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

const quarrel = { channel: "police_civil", category: "02", place: "330483101206" } as const;

let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

const preview = async (change: object = {}) =>
  (await (await town.clientOf(police)).previewRouting({ body: { ...quarrel, ...change } })).body;

/** The last day of a period that begins now. */
function ends(days: number, unit: "working" | "calendar") {
  const startedAt = new Date(town.now()).toISOString();
  const { lastDay, provisional } = dueAt({ startedAt, days, unit }, bundledCalendars());
  return { by: lastDay, ...(provisional ? { provisional } : {}) };
}

describe("a preview of routing", () => {
  it("says whom a referral would go to, why, and by when", async () => {
    expect(await preview()).toEqual({
      rulePack: expect.any(String),
      eligibility: { verdict: "ok", grounds: [] },
      decision: {
        outcome: "offered",
        rule: "place",
        organisationId: villageCommittee,
        trace: [
          { rule: "industry", verdict: "no-candidate" },
          { rule: "stationed-studio", verdict: "no-candidate" },
          { rule: "place", organisationId: villageCommittee, verdict: "chosen" },
        ],
      },
      clocks: {
        answer: { days: 3, unit: "working", article: "house", ...ends(3, "working") },
        mediate: { days: 30, unit: "calendar", article: "house", ...ends(30, "calendar") },
      },
    });
  });

  it("is what the router then decides", async () => {
    for (const [index, change] of [
      {},
      { riskGrade: "red" as const },
      { amountFen: 1e12 },
      { harm: "death" as const },
    ].entries()) {
      const { decision } = await preview(change);
      const dispute = { ...villageQuarrel("").dispute, ...change };
      const caseId = await refer(town, `preview-${index}`, { dispute });
      const { entries } = (await town.coordinator.showHistory({ params: { caseId } })).body;
      const offered = entries.find(({ type }) => type === "assignment.offered");
      const { outcome: _, ...expected } = decision;
      expect(offered?.data).toMatchObject(expected);
    }
  });

  it("shows why nobody could be asked", async () => {
    expect((await preview({ place: "330483999" })).decision).toMatchObject({
      outcome: "triage",
      reason: "unknown-place",
    });
    const { decision } = await preview({ namedOrganisationId: police });
    expect(decision.trace[0]).toEqual({
      rule: "named",
      organisationId: police,
      verdict: "passed-over",
      why: "not-a-mediation-body",
    });
  });

  it("shows on what grounds a person would look at it first", async () => {
    const { eligibility } = await preview({ circumstances: ["domestic_violence", "hired_assault"] });
    expect(eligibility).toEqual({
      verdict: "review",
      grounds: [
        {
          circumstance: "domestic_violence",
          verdict: "review",
          article: "反家庭暴力法 第14条（受害人为无民事行为能力人、限制民事行为能力人的；其他情形为 house）",
        },
      ],
    });
    const fight = await preview({ channel: "police_public_order", circumstances: ["hired_assault"] });
    expect(fight.eligibility.verdict).toBe("block");
  });

  it.each([
    ["court_after_docketing", {}, 15],
    ["court_after_docketing", { summaryProcedure: true }, 7],
    ["procuratorate", {}, undefined],
  ])("shows the clock of mediation on %s %o", async (channel, change, days) => {
    const { mediate } = (await preview({ channel, ...change })).clocks;
    expect(mediate).toEqual(days === undefined ? undefined : expect.objectContaining({ days }));
  });

  it("takes nothing that could name a person", async () => {
    for (const field of ["parties", "summary", "name", "sourceNumber", "phone"]) {
      const answer = await town.ask("/v1/routing/preview", {
        by: police,
        method: "POST",
        body: { ...quarrel, [field]: "张样例" },
      });
      expect(answer, field).toMatchObject({
        status: 422,
        body: { errors: [{ path: `/${field}`, code: "unknown-field" }] },
      });
    }
  });

  it("is open to committees and the coordinator too", async () => {
    for (const client of [await town.clientOf(villageCommittee), town.coordinator]) {
      expect((await client.previewRouting({ body: quarrel })).body.decision.outcome).toBe("offered");
    }
  });

  it("writes nothing, and tells nobody", async () => {
    await town.platform.settled();
    const before = await storedItems(town.platform);
    town.platform.resetMeter();
    await preview();
    await town.platform.settled();
    const { Api, ...others } = town.platform.meter();
    expect(Api?.writeUnits).toBe(0);
    expect(Api?.sqsCalls).toBe(0);
    expect(Object.values(others).reduce((sum, { invocations }) => sum + invocations, 0)).toBe(0);
    expect(await storedItems(town.platform)).toEqual(before);
  });

  it("names what is wrong", async () => {
    expect(await problemOf(town.coordinator.previewRouting({ body: { ...quarrel, partyCount: 1 } }))).toMatchObject({
      errors: [{ path: "/partyCount" }],
    });
  });
});
