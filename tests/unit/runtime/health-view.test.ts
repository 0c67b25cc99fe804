import { expect, it } from "vitest";
import { healthView } from "../../../shared/runtime/own-endpoint.ts";

it("tells of a rest only while it lasts", () => {
  const health = { slowFailures: 5, restsUntil: "2026-03-02T02:05:00.000Z", failingSince: "2026-03-02T01:00:00.000Z" };
  expect(healthView(health, "2026-03-02T02:04:59.999Z")).toEqual({
    restsUntil: health.restsUntil,
    failingSince: health.failingSince,
  });
  expect(healthView(health, health.restsUntil)).toEqual({ failingSince: health.failingSince });
});
