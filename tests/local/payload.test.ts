import { expect, it } from "vitest";
import { batchesOf, jsonBytes, maximumEventBytes } from "../../infra/local/payload.ts";

const megabyte = (letter: string) => letter.repeat(1024 * 1024);
const sizes = (batches: readonly (readonly unknown[])[]) => batches.map(({ length }) => length);

it("records go into batches of the size of the mapping, in order", () => {
  expect(batchesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(batchesOf([], 2)).toEqual([]);
});

it("a batch is closed before its event is too large for Lambda", () => {
  const batches = batchesOf(
    Array.from({ length: 12 }, () => megabyte("x")),
    100,
  );
  expect(sizes(batches)).toEqual([5, 5, 2]);
  for (const Records of batches) expect(jsonBytes({ Records })).toBeLessThanOrEqual(maximumEventBytes);
});

it("bytes count, not characters", () => {
  expect(
    sizes(
      batchesOf(
        Array.from({ length: 4 }, () => megabyte("桐")),
        100,
      ),
    ),
  ).toEqual([1, 1, 1, 1]);
});
