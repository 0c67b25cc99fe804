import { describe, expect, it } from "vitest";
import { bundledLaw, layered, layersOn } from "../../../shared/domain/law.ts";
import { numbersOf } from "../../../shared/domain/law-loading.ts";
import { lawLines } from "../../../shared/words/law.ts";

const law = layered(layersOn(bundledLaw(), "330483", "2026-07-01"));
const numbers = numbersOf(law);

describe("the law in words", () => {
  it("has no code of a program in it, in Chinese", () => {
    const lines = lawLines(numbers, "zh");
    expect(lines.length).toBeGreaterThan(80);
    const odd = lines.filter(({ item, value, source }) => /[a-zA-Z]{3}/.test(`${item} ${value} ${source}`));
    expect(odd.map(({ item, value, source }) => [item, value, source])).toEqual([]);
  });

  it("has no Chinese and no code with underscores in its numbers, in English", () => {
    for (const { item, value } of lawLines(numbers, "en")) expect(`${item} ${value}`).toMatch(/^[^_\u4e00-\u9fff]+$/);
  });

  it("mixes no English into an article that is cited in Chinese", () => {
    const sources = lawLines(numbers, "en").map(({ source }) => source);
    expect(sources.filter((source) => /\p{Script=Han}/u.test(source) && /[a-z]{3}/.test(source))).toEqual([]);
    expect(sources).toContain("the platform's own");
  });

  it("says a period with its unit in one line, and an amount in yuan", () => {
    const said = (path: string) =>
      lawLines(numbers, "zh").flatMap(({ number, item, value, source }) =>
        number.path === path ? [[item, value, source]] : [],
      );
    expect(said("channels.court_before_docketing.accept.days")).toEqual([
      [expect.stringContaining("签收受理"), "3 个工作日", "人民法院在线调解规则 第12条"],
    ]);
    expect(said("channels.court_before_docketing.accept.unit")).toEqual([]);
    expect(said("channels.walk_in.mediate.months")[0]?.[1]).toBe("1 个月");
    expect(said("complexity.amountFen")[0]?.[1]).toBe("1000000");
    expect(said("acceptOtherwise.days")[0]?.[2]).toBe("本平台规定");
    expect(said("channels.petition.alsoShow")).toEqual([]);
  });

  it("leaves what nobody has named as it is", () => {
    const [line] = lawLines([{ path: "aNewPart.aNumber", value: "a_code" }], "zh");
    expect(line).toMatchObject({ item: "aNewPart · aNumber", value: "a_code", source: "" });
  });
});
