import { describe, expect, it } from "vitest";
import { preferred } from "../../../functions/http/accept-language.ts";

describe("the language of an answer", () => {
  it.each([
    [undefined, "en", "zh"],
    ["", "en", "zh"],
    ["zh", "zh", "zh"],
    ["zh-Hans-CN, zh;q=0.9, en;q=0.8", "zh", "zh"],
    ["en-GB,en;q=0.9", "en", "en"],
    ["en;q=0.8, zh;q=0.9", "zh", "zh"],
    ["en;q=0.9, zh;q=0.8", "en", "en"],
    ["ZH-cn ; Q=1.000 , EN ; q=0.999", "zh", "zh"],
    ["en, zh", "en", "en"],
    ["zh, en", "zh", "zh"],
    ["fr, de;q=0.9", "en", "zh"],
    ["fr, zh;q=0.1", "zh", "zh"],
    ["fr, en;q=0.1", "en", "en"],
    ["*", "en", "zh"],
    ["*;q=0.5, zh;q=0.4", "en", "en"],
    ["*;q=0.4, zh;q=0.5", "zh", "zh"],
    ["zh;q=0", "en", "en"],
    ["zh;q=0, *", "en", "en"],
    ["en;q=0, *", "zh", "zh"],
    ["en;q=0, zh;q=0", "en", "zh"],
    ["zhuang, english", "en", "zh"],
    ["zh;q=2, en;q=-1", "en", "zh"],
  ] as const)("for %j is %s, and %s where Chinese is the usual one", (header, english, chinese) => {
    expect([preferred(header, "en"), preferred(header, "zh")]).toEqual([english, chinese]);
  });
});
