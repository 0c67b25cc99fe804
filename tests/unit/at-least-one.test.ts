import { expect, it } from "vitest";
import { atLeastOne } from "../../shared/domain/at-least-one.ts";

it("keeps a list as it is, and refuses an empty one", () => {
  expect(atLeastOne([3, 1, 2])).toEqual([3, 1, 2]);
  expect(() => atLeastOne([])).toThrow(RangeError);
});
