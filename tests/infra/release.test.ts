import { expect, it } from "vitest";
import lastRelease from "./last-release.json" with { type: "json" };
import { type Release, releaseOf, releaseSchema, whatBreaks } from "./release.ts";
import { synthesise } from "./synthesise.ts";

const recorded = releaseSchema.parse(lastRelease);
const index = { KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }], Projection: { ProjectionType: "ALL" } };
const [[first, known] = ["", undefined], [second] = [""]] = Object.entries(recorded.indexes);
const withIndexes = (change: Release["indexes"], ...without: string[]): Release => ({
  ...recorded,
  indexes: Object.fromEntries(
    Object.entries({ ...recorded.indexes, ...change }).filter(([name]) => !without.includes(name)),
  ),
});

it("the stack can be updated from the last release, and keeps what it holds", () => {
  expect(whatBreaks(recorded, releaseOf(synthesise().template))).toEqual([]);
});

it("one new index comes with a release, or one goes", () => {
  expect(whatBreaks(recorded, withIndexes({ one: index }))).toEqual([]);
  expect(whatBreaks(recorded, withIndexes({}, first))).toEqual([]);
});

it("two new indexes in one update are refused, and so is one for another", () => {
  expect(whatBreaks(recorded, withIndexes({ one: index, two: index }))).toEqual([
    "more than one index made or removed: one, two",
  ]);
  expect(whatBreaks(recorded, withIndexes({ one: index }, first))).toEqual([
    `more than one index made or removed: one, ${first}`,
  ]);
  expect(whatBreaks(recorded, withIndexes({}, first, second))).toHaveLength(1);
});

it("an index never changes under its name", () => {
  expect(known).toBeDefined();
  expect(whatBreaks(recorded, withIndexes({ [first]: index }))).toEqual([
    `the index ${first} cannot be changed; make one under another name`,
  ]);
});

it("the table, each bucket and each key keep their ids, and their types", () => {
  const ids = Object.keys(recorded.holdData);
  expect(ids).toHaveLength(9);
  for (const id of ids) {
    const { [id]: type, ...others } = recorded.holdData;
    const refusal = [`${id} (${type}) would be replaced by an empty one`];
    expect(whatBreaks(recorded, { ...recorded, holdData: others })).toEqual(refusal);
    expect(whatBreaks(recorded, { ...recorded, holdData: { ...others, [id]: "AWS::SQS::Queue" } })).toEqual(refusal);
  }
});
