import { describe, expect, it } from "vitest";
import { doer } from "../../shared/domain/doer.ts";

describe("the doer of something that is used later", () => {
  const by = { organisationId: "justice-bureau", role: "coordinator", personId: "one" };

  it("is a person, or a system with its key, and says so of the deployment's own", () => {
    const all = [{ by }, { by, keyId: "key" }, { by, keyId: "key", byFirstKey: true }];
    expect(all.map((one) => doer().parse(one))).toEqual(all);
  });

  it("is never nobody", () => {
    expect(doer().safeParse({ keyId: "key" }).success).toBe(false);
    expect(doer().safeParse({ by: { ...by, role: "stranger" } }).success).toBe(false);
  });
});
