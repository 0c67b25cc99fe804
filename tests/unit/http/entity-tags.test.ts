import { describe, expect, it } from "vitest";
import { isKnown, tagOf, versionsIn } from "../../../functions/http/entity-tags.ts";
import { Problem } from "../../../shared/runtime/problem.ts";

const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof Problem ? error.code : error;
  }
};

describe("If-Match", () => {
  it.each([
    ["*", undefined],
    [" * ", undefined],
    ['"3"', [3]],
    ['"3.Ab-c_9"', [3]],
    ["3", [3]],
    ['"3", "4"', [3, 4]],
    ['"3","4.xyz" , "12"', [3, 4, 12]],
    [', "3",', [3]],
    // Compared strongly, a weak tag is never the same; nor is one that this platform does not give.
    ['W/"3"', []],
    ['W/"3", "4"', [4]],
    ['"abc"', []],
    ['""', []],
    ['"3,4"', []],
    ['"1234567890"', []],
  ])("%s names the versions %j", (header, versions) => {
    expect(versionsIn(header)).toEqual(versions);
  });

  it.each(["", "W/newest", '"3', '3"', '"3" "4"', '*, "3"', 'w/"3"', "three", '"3";'])("%j is refused", (header) => {
    expect(codeOf(() => versionsIn(header))).toBe("invalid-parameters");
  });

  it("is required", () => {
    expect(codeOf(() => versionsIn(undefined))).toBe("version-required");
  });

  it("is read in time that grows with its length alone", () => {
    for (const part of [", ", '"', "W/", '"3" ', '"3",\t '])
      expect(codeOf(() => versionsIn(`"1"${part.repeat(20_000)}x`))).toBe("invalid-parameters");
  });
});

describe("If-None-Match", () => {
  it.each([
    ['"a"', '"a"', true],
    ['"b", "a"', '"a"', true],
    ['W/"a"', '"a"', true],
    ['"a"', 'W/"a"', true],
    ["*", '"a"', true],
    ['"b"', '"a"', false],
    ["a", '"a"', false],
    ["", '"a"', false],
    [undefined, '"a"', false],
    ['"a', '"a"', false],
  ])("%j knows %s: %s", (header, etag, known) => {
    expect(isKnown(header, etag)).toBe(known);
  });
});

describe("the tag of an answer", () => {
  it("is made of every byte, and begins with the version of a case", () => {
    expect(tagOf("{}")).toMatch(/^"[\w-]{22}"$/);
    expect(tagOf("{}", '"7"')).toBe(tagOf("{}").replace('"', '"7.'));
    expect(tagOf("{ }")).not.toBe(tagOf("{}"));
    expect(versionsIn(tagOf("{}", '"7"'))).toEqual([7]);
  });
});
