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
const dangerous = ["=1+1", "+86 1", "-1", "@SUM(1)", "\tx", "\rx"];

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
