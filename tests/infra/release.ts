import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Template } from "./template.ts";

const index = z.looseObject({ IndexName: z.string(), KeySchema: z.unknown(), Projection: z.unknown() });
const table = z.looseObject({ GlobalSecondaryIndexes: z.array(index) });
const holdsData = ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key"];

/** What of a release the next one must not break: the indexes of the table, and under which ids what holds data stands. */
export const releaseSchema = z.strictObject({
  indexes: z.record(z.string(), z.unknown()),
  holdData: z.record(z.string(), z.string()),
});
export type Release = z.infer<typeof releaseSchema>;

export function releaseOf({ Resources }: Template): Release {
  const all = Object.entries(Resources);
  const indexes = all
    .filter(([, { Type }]) => Type === "AWS::DynamoDB::Table")
    .flatMap(([, { Properties }]) => table.parse(Properties).GlobalSecondaryIndexes)
    .map(({ IndexName, KeySchema, Projection }) => [IndexName, { KeySchema, Projection }]);
  return {
    indexes: Object.fromEntries(indexes),
    holdData: Object.fromEntries(
      all.filter(([, { Type }]) => holdsData.includes(Type)).map(([id, { Type }]) => [id, Type]),
    ),
  };
}

/** Why CloudFormation could not bring a stack from one release to the next, or would lose what it holds; empty when it can. */
export function whatBreaks(before: Release, after: Release): string[] {
  const [had, has] = [Object.keys(before.indexes), Object.keys(after.indexes)];
  const made = has.filter((name) => !had.includes(name));
  const gone = had.filter((name) => !has.includes(name));
  const changed = had.filter(
    (name) => has.includes(name) && !isDeepStrictEqual(before.indexes[name], after.indexes[name]),
  );
  const moved = Object.entries(before.holdData).filter(([id, type]) => after.holdData[id] !== type);
  return [
    // DynamoDB makes or removes one index in an update.
    ...(made.length + gone.length > 1 ? [`more than one index made or removed: ${[...made, ...gone].join(", ")}`] : []),
    ...changed.map((name) => `the index ${name} cannot be changed; make one under another name`),
    ...moved.map(([id, type]) => `${id} (${type}) would be replaced by an empty one`),
  ];
}
