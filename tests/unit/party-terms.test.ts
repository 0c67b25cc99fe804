import { describe, expect, it } from "vitest";
import { partiesMeant, termsOf, termsSought } from "../../shared/domain/party-terms.ts";

const found = (party: Parameters<typeof termsOf>[0][number], sought: Parameters<typeof termsSought>[0]): boolean => {
  const terms = termsOf([party]);
  const lists = termsSought(sought);
  return lists.length > 0 && lists.every((texts) => texts.some((text) => terms.includes(text)));
};
const person = {
  name: "张样例",
  document: { kind: "resident_id", number: "33048319900101001X" },
  phone: "0573-88001234转801",
} as const;

describe("a party is found", () => {
  it.each([
    { name: "张样例" },
    { name: " 张 样例 " },
    { document: "33048319900101001x" },
    { document: "330483 19900101 001Ｘ" },
    { phone: "0573 8800 1234" },
    { phone: "+86 573 88001234" },
    { name: "张样例", phone: "057388001234" },
  ])("by %o", (sought) => expect(found(person, sought)).toBe(true));

  it.each([
    { name: "张样" },
    { name: "样例" },
    { document: "33048319900101" },
    { phone: "88001234" },
    { name: "李样例", phone: "057388001234" },
    { name: "张样例", document: "330483199001010028" },
  ])("not by %o", (sought) => expect(found(person, sought)).toBe(false));

  it("by the name of a company, with its legal form or without", () => {
    for (const written of ["样例纺织有限公司", "样例纺织", "样例纺织有限责任公司", "样例纺织股份有限公司"]) {
      expect(found({ name: "样例纺织有限公司" }, { name: written })).toBe(true);
    }
    expect(found({ name: "样例纺织有限公司" }, { name: "样例" })).toBe(false);
    expect(found({ name: "有限公司" }, { name: "有限公司" })).toBe(true);
  });

  it("by the number of a document of whatever kind it was filed under", () => {
    for (const [kind, number] of [
      ["passport", "E12345679"],
      ["taiwan_permit", "12345679"],
      ["unknown", "33048319900101001X"],
      ["unknown", "A-77-12"],
    ] as const) {
      expect([kind, found({ name: "某", document: { kind, number } }, { document: number })]).toEqual([kind, true]);
    }
  });

  it("not by another number that is of no known kind", () => {
    const filed = { name: "某", document: { kind: "unknown", number: "A-77-12" } } as const;
    expect(found(filed, { document: "A-77-13" })).toBe(false);
  });

  it.each([{ name: "不详" }, { name: "x" }, { document: "无" }, { document: "000000000000" }, { phone: "10086" }])(
    "by nothing that everybody has: %o",
    (sought) => {
      const nobody = { name: "不详", document: { kind: "unknown", number: "无" }, phone: "10086" } as const;
      expect(termsOf([nobody])).toEqual([]);
      expect(termsSought(sought)).toEqual([[]]);
    },
  );
});

it.each([
  ["张样例", [{ name: "张样例" }]],
  ["Smith John", [{ name: "Smith John" }]],
  ["13800001234", [{ phone: "13800001234" }, { document: "13800001234" }]],
  ["33048319900101001X", [{ document: "33048319900101001X" }]],
  ["E1234567", [{ document: "E1234567" }]],
  ["民诉前调20", []],
  ["桐公移字2026第330012号", []],
  ["2026", []],
  ["不详", []],
  [`${"A".repeat(35)}12345`, [{ document: `${"A".repeat(35)}12345` }]],
  [`${"A".repeat(36)}12345`, []],
])("who types %s means %o", (text, meant) => expect(partiesMeant(text)).toEqual(meant));
