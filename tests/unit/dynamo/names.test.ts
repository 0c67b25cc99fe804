import { describe, expect, it } from "vitest";
import { mediatorKey, organisationKey, referralKey } from "../../../shared/dynamo/keys.ts";
import { casesOfNumber, mediatorNames, numbersSentSince, organisationNames } from "../../../shared/dynamo/names.ts";
import { tableOf } from "../../support/answering-items.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { caseId } from "../../support/cases.ts";

const { table, calls } = tableOf([
  { ...organisationKey("court"), organisationId: "court", facts: { name: "样例法院" } },
  { ...mediatorKey("committee", "m-1"), mediatorId: "m-1", facts: { name: "样例调解员" } },
  { ...referralKey("police", "移-1"), caseId },
]);

describe("names and numbers that are shown", () => {
  it("are found by id, and those of nobody are absent", async () => {
    expect(await organisationNames(table, ["court", "nobody"])).toEqual(new Map([["court", "样例法院"]]));
    expect(await mediatorNames(table, "committee", ["m-1"])).toEqual(new Map([["m-1", "样例调解员"]]));
    expect(await casesOfNumber(table, ["police", "court"], "移-1")).toEqual([caseId]);
  });

  it("may be a moment old, which halves the price of the read", () => {
    expect(calls).toHaveLength(3);
    for (const { input } of calls)
      expect(input).toMatchObject({ RequestItems: { "the-table": { ConsistentRead: false } } });
  });
});

it("asks what a county of hundreds sent a few agencies at a time, since a request that waits for a connection runs out of time", async () => {
  let [underWay, most] = [0, 0];
  const { table: slow, calls: queries } = answeringTable(async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((done) => setTimeout(done, 1));
    underWay -= 1;
    return { Items: [] };
  });
  const agencies = Array.from({ length: 403 }, (_, index) => `agency-${index}`);
  expect(await numbersSentSince(slow, agencies, "2026-01-01")).toEqual([]);
  expect(queries).toHaveLength(403);
  expect(most).toBeLessThanOrEqual(50);
});
