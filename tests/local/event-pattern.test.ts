import { describe, expect, it } from "vitest";
import { passesFilters } from "../../infra/local/event-pattern.ts";

const event = { eventName: "INSERT", dynamodb: { Keys: { sk: { S: "EVENT#1" } } }, count: 3, tags: ["a", "b"] };

describe("an event", () => {
  it.each([
    [{ eventName: ["INSERT", "MODIFY"] }, true],
    [{ eventName: ["REMOVE"] }, false],
    [{ dynamodb: { Keys: { sk: { S: [{ prefix: "EVENT#" }] } } } }, true],
    [{ dynamodb: { Keys: { sk: { S: [{ prefix: "CASE" }] } } } }, false],
    [{ dynamodb: { NewImage: { a: { S: [{ exists: false }] } } } }, true],
    [{ eventName: [{ exists: true }], count: [{ exists: false }] }, false],
    [{ eventName: [{ "anything-but": ["REMOVE"] }] }, true],
    [{ eventName: [{ "anything-but": { prefix: "INS" } }] }, false],
    [{ count: [{ numeric: [">", 1, "<=", 3] }] }, true],
    [{ tags: ["b"] }, true],
    [{ $or: [{ eventName: ["x"] }, { count: [3] }] }, true],
  ])("against %j: %s", (pattern, expected) => {
    expect(passesFilters([pattern], event)).toBe(expected);
  });

  it("passes when there is no filter, and when any of several lets it", () => {
    expect(passesFilters([], event)).toBe(true);
    expect(passesFilters([{ eventName: ["x"] }, { count: [3] }], event)).toBe(true);
  });

  it("is not judged by a rule that is not known", () => {
    expect(() => passesFilters([{ eventName: [{ cidr: "10.0.0.0/8" }] }], event)).toThrow("cidr");
  });
});
