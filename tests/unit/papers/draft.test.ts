import { describe, expect, it } from "vitest";
import { ageOn, capitalYuan, chineseDay, moneyOf, timeOf } from "../../../shared/papers/draft.ts";

describe("amounts in capital figures", () => {
  it.each([
    [0, "零元整"],
    [1, "壹分"],
    [10, "壹角整"],
    [100, "壹元整"],
    [105, "壹元零伍分"],
    [120_000, "壹仟贰佰元整"],
    [1_234_056, "壹万贰仟叁佰肆拾元零伍角陆分"],
    [10_000_000, "壹拾万元整"],
    [10_010_000, "壹拾万零壹佰元整"],
    [100_000_500, "壹佰万零伍元整"],
    [10_000_000_000, "壹亿元整"],
    [10_000_010_000, "壹亿零壹佰元整"],
    [12_345_678_912, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分"],
  ])("%i fen is %s", (fen, said) => {
    // Between yuan that end in zero and jiao the zero may be written or left out (支付结算办法 附一).
    expect(capitalYuan(fen).replace("元零伍角", "元伍角")).toBe(said.replace("元零伍角", "元伍角"));
  });
  it("stand after the figures", () => expect(moneyOf(120_005)).toBe("1200.05元（大写：壹仟贰佰元零伍分）"));
});

describe("days and ages", () => {
  it("are written as offices write them, in China's time", () => {
    expect(chineseDay("2026-03-02")).toBe("2026年3月2日");
    expect(timeOf("2026-03-02T16:05:00Z")).toBe("2026年3月3日0时05分");
  });
  it("counts completed years", () => {
    expect(ageOn("2008-03-03", "2026-03-02")).toBe(17);
    expect(ageOn("2008-03-02", "2026-03-02")).toBe(18);
  });
});
