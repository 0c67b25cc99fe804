import { describe, expect, it } from "vitest";
import { earlierIn, earlierTitles, monthIn } from "../../../shared/client/earlier-table.ts";
import { readTable } from "../../../shared/client/table-file.ts";
import { templateWorkbook } from "../../../shared/client/template-workbook.ts";

const heading = "月份,数据来源,办结（件）,达成协议（件）,协议金额（元）,来源：公安移送,类别：邻里";
const table = (...lines: string[]) => earlierIn(readTable(Buffer.from(lines.join("\n"))), "zh");
const reasonsOf = (...lines: string[]) => table(heading, ...lines).map((row) => ("reasons" in row ? row.reasons : []));

describe("a table of months", () => {
  it("gives the figures of each row, amounts in yuan, and leaves out what is empty", () => {
    expect(table(heading, `2019-03,综治平台,"1,200",9,"1,234.50",5,4`, "2019-04,月报,3,,,,")).toEqual([
      {
        line: 2,
        month: "2019-03",
        figures: {
          takenFrom: "综治平台",
          cases: 1_200,
          successes: 9,
          amountFen: 123_450,
          bySource: { police: 5 },
          byCategory: { "02": 4 },
        },
      },
      { line: 3, month: "2019-04", figures: { takenFrom: "月报", cases: 3, bySource: {}, byCategory: {} } },
    ]);
  });

  it("is the same under the names of its fields, and under headings with marks of half a width", () => {
    const row = "2019-03,综治平台,12,9,8.5,5,4";
    const [chinese] = table(heading, row);
    expect(table("month,takenFrom,cases,successes,amount,bySource.police,byCategory.02", row)).toEqual([chinese]);
    expect(table("月份,数据来源,办结(件),达成协议(件),协议金额(元),来源:公安移送,类别:邻里", row)).toEqual([chinese]);
  });

  it.each(["2019-03", "2019/3", "2019.03", "2019年3月", "201903", "２０１９-03", "2019-03-01"])(
    "takes %s for March 2019",
    (cell) => {
      expect(monthIn(cell)).toBe("2019-03");
    },
  );

  it.each(["2019-03-02", "19-03", "2019", "三月", "2019-3-1-1"])("takes %s for no month", (cell) => {
    expect(monthIn(cell)).toBe(cell);
    expect(reasonsOf(`${cell},月报,3,,,,`)).toEqual([["月份：应如 2019-03"]]);
  });

  it("refuses a row alone, with each reason at its column", () => {
    expect(
      reasonsOf(
        "2019-03,综治平台,12,13,,,",
        "2019-13,综治平台,一二,,,,",
        "2019-05,综治平台,3,,三千,,",
        "2019-06,,3,,,,",
        "2019-07,月报,3,,,9,",
        "2019-08,综治平台,3,,,,,多",
        "2019-09,综治平台,3,,,,",
      ),
    ).toEqual([
      ["达成协议（件）：此数为案件数的一部分，不能超过案件数。"],
      ["月份：应如 2019-03", expect.stringContaining("办结（件）：")],
      ["“三千”不是以元为单位的金额，应如 1234.50"],
      ["数据来源：此项必填。"],
      ["各来源：各分项之和超过案件数。"],
      ["格数多于列数"],
      [],
    ]);
  });

  it("refuses both rows of one month, however it is written", () => {
    expect(reasonsOf("2019-03,月报,3,,,,", "2019年3月,月报,4,,,,")).toEqual([
      ["月份与第 3 行重复"],
      ["月份与第 2 行重复"],
    ]);
  });

  it("is refused as a whole where a column is unknown, there twice or missing", () => {
    expect(() => table("月份,数据来源,办结（件）,心情")).toThrow("心情");
    expect(() => table("月份,month,数据来源,办结（件）")).toThrow("month");
    expect(() => table("月份,数据来源")).toThrow("cases");
  });

  it.each(["zh", "en"] as const)("is what the empty sheet is made for: %s", async (language) => {
    const { columns } = readTable(await templateWorkbook("figures", language));
    expect(columns).toEqual(Object.values(earlierTitles).map((title) => title[language]));
    expect(earlierIn({ columns, rows: [] }, language)).toEqual([]);
  });
});
