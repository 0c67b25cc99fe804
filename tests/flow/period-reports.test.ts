import { afterAll, beforeAll, expect, it } from "vitest";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { agree, mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee, "studio-police-330483101"]);
  const committee = await town.clientOf(villageCommittee);
  const settled = await refer(town, "figures-1", { namedOrganisationId: villageCommittee });
  await mediate(committee, settled);
  await settleCase(committee, settled);
  await refer(town, "figures-2", { namedOrganisationId: villageCommittee });
  await town.platform.settled({ ignoreDelayed: true });
});
afterAll(() => town?.stop());

const month = () => shanghaiDate(new Date(town.now()).toISOString()).slice(0, 7);

it("the figures of a month are made from the cases, by channel, station and body", async () => {
  const { body } = await town.coordinator.showFigures({ query: { period: month() } });
  expect(body.total).toMatchObject({ referred: 2, ended: 1, successes: 1, performed: 1, yearBefore: { referred: 0 } });
  expect(body.byChannel.find(({ channel }) => channel === "police_civil")).toMatchObject({ referred: 2, successes: 1 });
  expect(body.policeDocking).toMatchObject([{ stationId: police, organisationId: villageCommittee, referred: 2 }]);
  const year = await town.coordinator.showFigures({ query: { period: month().slice(0, 4) } });
  expect(year.body.total).toMatchObject({ referred: 2 });
  expect(await problemCodeOf((await town.clientOf(police)).showFigures({ query: { period: month() } }))).toBe(
    "403 not-allowed",
  );
});

it("the brands are listed with their figures", async () => {
  const { body } = await town.coordinator.listBrands({ query: { period: month() } });
  expect(body.held).toEqual({ county: 1, prefecture: 0, province: 0 });
  expect(body.studios).toMatchObject([{ organisationId: "studio-police-330483101", grade: "county", referred: 0 }]);
});

it("a recount finds that the tallies are what the cases add up to, and where one was changed", async () => {
  const { body } = await town.coordinator.recountTallies({ query: { month: month() } });
  expect(body).toMatchObject({ cases: 2, differences: [], refusals: [] });
});

it("a success counts in the month of the agreement, and the case and its performance in the month of its end", async () => {
  const figuresOf = async (asked: string) => {
    await town.platform.settled({ ignoreDelayed: true });
    const { body: report } = await town.coordinator.showMonthlyReturn({ query: { month: asked } });
    const { body: recounted } = await town.coordinator.recountTallies({ query: { month: asked } });
    expect(recounted.differences).toEqual([]);
    return report.total;
  };
  const committee = await town.clientOf(villageCommittee);
  const agreedIn = month();
  const before = await figuresOf(agreedIn);
  const caseId = await refer(town, "figures-3", { namedOrganisationId: villageCommittee });
  await mediate(committee, caseId);
  await agree(committee, caseId);
  const after = { ...before, successes: before.successes + 1 };
  expect(await figuresOf(agreedIn)).toEqual(after);

  town.advance(31 * 24 * 3_600_000);
  const performedOn = shanghaiDate(new Date(town.now()).toISOString());
  const body = { performedOn, proof: "收据", lateReason: "样例" };
  await committee.completePerformance({ params: { caseId }, version: "*", body });
  expect(month()).not.toBe(agreedIn);
  const ended = { cases: 1, parties: 2, successes: 0, hard: 0, performed: 1, amountFen: 0, timed: 1 };
  expect(await figuresOf(month())).toMatchObject(ended);
  expect(await figuresOf(agreedIn)).toEqual(after);
});
