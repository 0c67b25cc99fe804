import { parse } from "csv-parse/sync";
import readXlsxFile from "read-excel-file/node";
import { describe, expect, it } from "vitest";
import type { Sheet } from "../../shared/domain/sheet.ts";
import { toCsv, toXlsx } from "../../shared/runtime/spreadsheet.ts";

const sheet: Sheet = {
  name: "案件 2026-11",
  header: ["当事人", "案件数", "金额(元)"],
  rows: [
    ["张样例", 3, { amountFen: 123_456 }],
    ['甲说"不行", 乙\n不服', 0, { amountFen: 5 }],
    ["=HYPERLINK(1)", 1, { amountFen: 0 }],
  ],
};
const dangerous = [
  "=1+1",
  "+86 1",
  "-1",
  "@SUM(1)",
  "\tx",
  "\rx",
  "＝1+1",
  "＋86",
  "－1",
  "＠SUM(1)",
  " =1",
  "\u200B=1",
  "\nx",
];
const changed = [
  ..."330483199001010001 6222021234567890123 ３３０４８３１９９００１０１０００１ 007 00123 2026-1 2026-11 1-2 3/4".split(
    " ",
  ),
  ..."2026/1/2 2026.10 1.50 1,234 12E5 1e3 50% (5) （5） ¥100 8:30 1:02:03 3月4日 5月 2026年 2026年3月".split(" "),
  ..."2026年3月2日 MAR1 Sep-2 1-Dec TRUE false".split(" "),
  "1 1/2",
];
const plain = [
  "张样例",
  "桐民调字2026-17",
  "2026-03-02",
  "2026-03-02 10:00",
  "17",
  "3.5",
  "A-1",
  "案件",
  "甲=乙",
  "Mayor",
];

describe("a report as CSV", () => {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(toCsv(sheet));

  it("begins with a byte order mark and ends each line as RFC 4180 has it", () => {
    expect([...toCsv(sheet).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(text.startsWith("\uFEFF当事人,案件数,金额(元)\r\n张样例,3,1234.56\r\n")).toBe(true);
    expect(text.endsWith("\r\n")).toBe(true);
  });

  it("is read back as it was, with quotes, commas and line breaks inside a cell", () => {
    expect(parse(text, { bom: true })).toEqual([
      ["当事人", "案件数", "金额(元)"],
      ["张样例", "3", "1234.56"],
      ['甲说"不行", 乙\n不服', "0", "0.05"],
      ["'=HYPERLINK(1)", "1", "0.00"],
    ]);
  });

  it.each(dangerous)("lets no spreadsheet take %j for a formula", (cell) => {
    const [[read] = []] = parse(Buffer.from(toCsv({ name: "样例", header: [cell], rows: [] })), { bom: true });
    expect(read).toBe(`'${cell}`);
  });
});

describe("a cell of a report as CSV", () => {
  const readBack = (cell: string): unknown => {
    const [[read] = []] = parse(Buffer.from(toCsv({ name: "样例", header: [cell], rows: [] })), { bom: true });
    return read;
  };

  it.each(changed)("is text where a spreadsheet would change it: %j", (cell) => {
    expect(readBack(cell)).toBe(`'${cell}`);
  });

  it.each(plain)("is left as it is where a spreadsheet reads it as it is: %j", (cell) => {
    expect(readBack(cell)).toBe(cell);
  });
});

describe("a report as a workbook", () => {
  it("holds texts as texts, formulas never, and amounts as numbers in yuan", async () => {
    expect(await readXlsxFile(Buffer.from(await toXlsx(sheet)))).toEqual([
      {
        sheet: "案件 2026-11",
        data: [
          ["当事人", "案件数", "金额(元)"],
          ["张样例", 3, 1234.56],
          ['甲说"不行", 乙\n不服', 0, 0.05],
          ["=HYPERLINK(1)", 1, 0],
        ],
      },
    ]);
  });
});
