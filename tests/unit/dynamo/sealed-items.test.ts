import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { holdingSealed } from "../../../infra/rewrap.ts";
import { subjectOf } from "../../../infra/sealed-items.ts";
import { approvalKey, endpointKey, keptFormKey, particularsKey, partiesKey } from "../../../shared/dynamo/keys.ts";

/** Which stores hold sealed texts, where in which item, and for whom each is sealed: a new one is written here, or no key of it would be moved. */
const stores = {
  "approval-store.ts": [[approvalKey("desk", "one"), ["sealed"], "approval/desk/one"]],
  "case-store.ts": [[partiesKey("case-1"), ["sealed"], "case/case-1/parties"]],
  "endpoint-store.ts": [
    [endpointKey("body", "end-1"), ["secret"], "endpoint/end-1/secret"],
    [endpointKey("body", "end-1"), ["headers"], "endpoint/end-1/headers"],
    [endpointKey("body", "end-1"), ["rotated", 0, "secret"], "endpoint/end-1/secret"],
  ],
  "kept-form-store.ts": [[keptFormKey("hash"), ["sealed"], "form/hash"]],
  "particulars-store.ts": [
    [particularsKey({ caseId: "case-1" }), ["sealed"], "case/case-1/particulars"],
    [particularsKey({ caseId: "case-1", sequence: 7 }), ["sealed"], "case/case-1/particulars/7"],
  ],
} as const;

describe("sealed texts in the table", () => {
  it("are those of the stores that are known here", () => {
    const folder = "shared/dynamo";
    const sealing = readdirSync(folder).filter((file) =>
      /sealedText\(\)/.test(readFileSync(`${folder}/${file}`, "utf8")),
    );
    expect(sealing.toSorted()).toEqual(Object.keys(stores));
  });

  it("are in items by whose attributes all are found that hold any", () => {
    const names = Object.values(stores).map((texts) => new Set<unknown>(texts.map(([, [name]]) => name)));
    expect(names.filter((of) => !holdingSealed.some((name) => of.has(name)))).toEqual([]);
  });

  it.each(Object.values(stores).flat())("at %j %j are sealed for %s", (key, path, subject) => {
    expect(subjectOf(key, path)).toBe(subject);
  });
});
