import { expect, it } from "vitest";
import { secondsToNextPoll } from "../../shared/domain/polling.ts";

it.each([
  [0, 5],
  [50, 5],
  [61, 6],
  [300, 30],
  [599, 59],
  [600, 60],
  [86_400, 60],
])("an inbox that has been quiet for %i s is worth asking again in %i s", (quietSeconds, expected) => {
  expect(secondsToNextPoll(quietSeconds)).toBe(expected);
});
