import { expect, it } from "vitest";
import { agreementNumber, seriesOf, yearOf } from "../../../shared/papers/agreement-number.ts";

it("is of the year that it is in China", () => {
  expect(yearOf("2026-12-31T15:59:59.000Z")).toBe("2026");
  expect(yearOf("2026-12-31T16:00:00.000Z")).toBe("2027");
});

it.each([
  ["样例镇人民调解委员会", "样例镇调字"],
  ["样例镇甲村调解委员会", "样例镇甲村调字"],
  ["老样工作法", "老样工作法调字"],
  ["人民调解委员会", "人民调解委员会调字"],
])("is of a series after the name of %s: %s", (name, series) => {
  expect(seriesOf(name)).toBe(series);
  expect(agreementNumber("2026", series, 12)).toBe(`〔2026〕${series}第12号`);
});
