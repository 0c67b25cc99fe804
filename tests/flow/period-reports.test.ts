import { afterAll, beforeAll, expect, it } from "vitest";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { refusalOf } from "../support/refused.ts";
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
  expect(await refusalOf((await town.clientOf(police)).showFigures({ query: { period: month() } }))).toBe(
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
