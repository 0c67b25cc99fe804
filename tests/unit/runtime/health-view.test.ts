import { expect, it } from "vitest";
import { healthView } from "../../../shared/runtime/own-endpoint.ts";
import { organisationAt } from "../../support/organisations.ts";

const owner = organisationAt("police", { divisionCode: "330483101", type: "police" });

it("tells of a rest only while it lasts", () => {
  const health = { slowFailures: 5, restsUntil: "2026-03-02T02:05:00.000Z", failingSince: "2026-03-02T01:00:00.000Z" };
  expect(healthView(health, { owner, at: "2026-03-02T02:04:59.999Z" })).toEqual({
    restsUntil: health.restsUntil,
    failingSince: health.failingSince,
  });
  expect(healthView(health, { owner, at: health.restsUntil })).toEqual({ failingSince: health.failingSince });
});

it("says why no endpoint of its organisation is called", () => {
  const stopped = (change: object, facts: object = {}) =>
    healthView({ slowFailures: 0 }, { owner: { ...owner, ...change, facts: { ...owner.facts, ...facts } }, at: "" });
  expect(stopped({}), "it never had a key: its people sign in").toEqual({});
  expect(stopped({ hadKeys: true })).toEqual({ stopped: "keyless" });
  expect(stopped({}, { suspended: true })).toEqual({ stopped: "suspended" });
});
