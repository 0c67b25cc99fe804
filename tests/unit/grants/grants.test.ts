import { describe, expect, it } from "vitest";
import { grantsOf, nameOf, serves } from "../../../infra/local/grants.ts";
import type { Statement } from "../../../infra/local/iam.ts";
import { unexplained } from "../../grants/compare.ts";
import { explained } from "../../grants/explained.ts";

describe("grants and their use", () => {
  const granted = ["A read", "A write", "B log", "C log"];
  const logs = { grants: "* log", why: "the service does it" };

  it("hold where all is used or explained", () => {
    expect(unexplained(granted, new Set(["A read", "A write", "something else"]), [logs])).toEqual([]);
  });

  it.each<[string, string[], { grants: string; why: string }[], string]>([
    ["a grant that nothing used", ["A read"], [logs], "granted and never used: A write"],
    [
      "an explanation of nothing",
      ["A read", "A write"],
      [logs, { grants: "D *", why: "" }],
      "explained, but no unused grant is like this: D *",
    ],
    ["an explained grant that is used", ["A read", "A write", "B log"], [logs], "explained, but used: B log"],
  ])("do not hold with %s", (_, used, explanations, line) => {
    expect(unexplained(granted, new Set(used), explanations)).toEqual([line]);
  });

  it("are explained in a sentence each, once", () => {
    expect(new Set(explained.map(({ grants }) => grants)).size).toBe(explained.length);
    for (const { why } of explained) expect(why).toMatch(/^[A-Z].{20,}\.$/);
  });
});

describe("a statement", () => {
  const table = "arn:aws:dynamodb:us-east-1:000000000000:table/Accord-Cases0A1B2C3D";
  const statement: Statement = {
    Effect: "Allow",
    Action: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
    Resource: [table],
    Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["CASE#*", "LOG#*"] } },
  };
  const writing = (key: string) => ({
    action: "dynamodb:PutItem",
    resource: table,
    context: { "dynamodb:LeadingKeys": [key] },
  });

  it("is split into actions, resources and kinds of partitions, and one that forbids grants nothing", () => {
    expect(
      grantsOf([statement, { ...statement, Effect: "Deny" }]).map((grant) => nameOf("Accord", "Api", grant)),
    ).toEqual([
      "Api dynamodb:PutItem table/Cases CASE#*",
      "Api dynamodb:PutItem table/Cases LOG#*",
      "Api dynamodb:UpdateItem table/Cases CASE#*",
      "Api dynamodb:UpdateItem table/Cases LOG#*",
    ]);
  });

  it("serves by the part of it that a call needs", () => {
    const serving = (key: string) => grantsOf([statement]).filter((grant) => serves(grant, writing(key)));
    expect(serving("CASE#1").map((grant) => nameOf("Accord", "", grant))).toEqual([
      " dynamodb:PutItem table/Cases CASE#*",
    ]);
    expect(serving("CLAIM#1")).toEqual([]);
  });
});
