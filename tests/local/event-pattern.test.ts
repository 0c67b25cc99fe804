import { describe, expect, it } from "vitest";
import { passesFilters } from "../../infra/local/event-pattern.ts";

const event = { eventName: "INSERT", dynamodb: { Keys: { sk: { S: "EVENT#1" } } }, count: 3 };

describe("an event", () => {
  it.each([
    [{ eventName: ["INSERT", "MODIFY"] }, true],
    [{ eventName: ["REMOVE"] }, false],
    [{ dynamodb: { Keys: { sk: { S: [{ prefix: "EVENT#" }] } } } }, true],
    [{ dynamodb: { Keys: { sk: { S: [{ prefix: "CASE" }] } } } }, false],
    [{ dynamodb: { NewImage: { type: { S: ["a"] } } } }, false],
    [{ count: [3] }, true],
    [{ count: [{ prefix: "3" }] }, false],
    [{ eventName: ["INSERT"], count: [4] }, false],
  ])("against %j: %s", (pattern, expected) => {
    expect(passesFilters([pattern], event)).toBe(expected);
  });

  it("passes when there is no filter, and when any of several lets it", () => {
    expect(passesFilters([], event)).toBe(true);
    expect(passesFilters([{ eventName: ["x"] }, { count: [3] }], event)).toBe(true);
  });

  it.each([
    ["numeric", { count: [{ numeric: [">", 1] }] }],
    ["exists", { eventName: [{ exists: true }] }],
    ["suffix", { eventName: [{ prefix: "I", suffix: "T" }] }],
    ["$or", { $or: [{ eventName: ["x"] }] }],
  ])("is not judged by %s, which the runner does not know", (kind, pattern) => {
    expect(() => passesFilters([pattern], event)).toThrow(kind);
  });
});
