import { expect, it } from "vitest";
import { optionalLabel } from "../../functions/console/forms/optional.ts";

it.each([
  ["联系电话", "zh", "联系电话（选填）"],
  ["Phone", "en", "Phone (optional)"],
  ["风险等级（不选为蓝）", "zh", "风险等级（不选为蓝；选填）"],
  ["说明（原因选“其他”时必填）", "zh", "说明（原因选“其他”时必填）"],
  ["Note; required when the reason is other", "en", "Note; required when the reason is other"],
  ["The last day you set; the procuratorate must", "en", "The last day you set; the procuratorate must"],
] as const)(
  "the label of a field that may be left empty says so once, and not against itself: %s",
  (label, language, shown) => {
    expect(optionalLabel(label, { language })).toBe(shown);
  },
);
