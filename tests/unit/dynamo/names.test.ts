import { describe, expect, it } from "vitest";
import { mediatorKey, organisationKey, referralKey } from "../../../shared/dynamo/keys.ts";
import { casesOfNumber, mediatorNames, organisationNames } from "../../../shared/dynamo/names.ts";
import { tableOf } from "../../support/answering-items.ts";
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
