import { describe, expect, it } from "vitest";
import { groupInMap, groupInObject, withResolvers } from "../../../shared/client/package/node20.ts";

const words = ["ape", "bee", "ant", "bat", "cow"];
const first = (word: string) => word.slice(0, 1);

describe("a stand-in for the language on Node 20", () => {
  it("groups as the language does", () => {
    expect(groupInMap(words, first)).toEqual(Map.groupBy(words, first));
    expect(groupInMap(words, (_, index) => index % 2)).toEqual(Map.groupBy(words, (_, index) => index % 2));
    expect(groupInObject(words, first)).toEqual({ ...Object.groupBy(words, first) });
    expect(groupInMap([], first)).toEqual(new Map());
  });

  it("gives a promise with its ends", async () => {
    const [kept, broken] = [withResolvers<number>(), withResolvers<number>()];
    kept.resolve(1);
    broken.reject(new Error("gone"));
    expect(await kept.promise).toBe(1);
    await expect(broken.promise).rejects.toThrow("gone");
  });
});
