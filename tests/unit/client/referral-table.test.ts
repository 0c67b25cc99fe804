import { describe, expect, it } from "vitest";
import { referralsIn } from "../../../shared/client/referral-table.ts";
import { readTable } from "../../../shared/client/table-file.ts";

const english = [
  "sourceNumber,channel,category,place,summary,amount,earlierAttemptFailed,circumstances",
  "party1Side,party1Kind,party1Name,party1Phone,party2Side,party2Kind,party2Name",
].join(",");
const parties = "applicant,natural_person,张样例,000-00000001,respondent,natural_person,李样例";
const table = (...lines: string[]) => referralsIn(readTable(Buffer.from(lines.join("\n"))), "en");

describe("a table of referrals", () => {
  it("gives a referral for each row, amounts in yuan", () => {
    const [row] = table(english, `样例1,police_civil,02,330483101206,样例,"1,234.50",是,,${parties}`);
    expect(row).toEqual({
      line: 2,
      sourceNumber: "样例1",
      referral: {
        sourceNumber: "样例1",
        channel: "police_civil",
        dispute: {
          category: "02",
          place: "330483101206",
          summary: "样例",
          amountFen: 123_450,
          riskGrade: "blue",
          earlierAttemptFailed: true,
          circumstances: [],
        },
        parties: [
          { side: "applicant", kind: "natural_person", name: "张样例", phone: "000-00000001" },
          { side: "respondent", kind: "natural_person", name: "李样例" },
        ],
      },
    });
  });

  it("takes Chinese headings", () => {
    const heading =
      "案号,渠道,纠纷类别,简要情况,当事人1地位,当事人1性质,当事人1姓名或名称,当事人2地位,当事人2性质,当事人2姓名或名称";
    const cells = "样例1,police_civil,02,样例,applicant,natural_person,张样例,respondent,natural_person,李样例";
    expect(table(heading, cells)).toMatchObject([
      { referral: { sourceNumber: "样例1", parties: [{}, { name: "李样例" }] } },
    ]);
  });

  it("takes what a code is called in place of the code", () => {
    const heading = `${english},riskGrade`;
    const people = "申请人,自然人,张样例,,被申请人,Natural person,李样例";
    const row = `样例1,公安移送民间纠纷,邻里,,样例,,,当事人明确拒绝调解;gang_fight,${people},黄`;
    expect(table(heading, row)).toMatchObject([
      {
        referral: {
          channel: "police_civil",
          dispute: { riskGrade: "yellow", circumstances: ["party_refuses", "gang_fight"] },
          parties: [
            { side: "applicant", kind: "natural_person" },
            { side: "respondent", kind: "natural_person" },
          ],
        },
      },
    ]);
  });

  it("refuses single rows with every reason, and keeps the others", () => {
    const rows = table(
      english,
      `样例1,police_civil,02,,样例,,,,${parties}`,
      `样例2,police_civil,99,,样例,1.234,maybe,,${parties}`,
      `样例3,police_civil,02,,样例,,,,${parties}`,
      `样例3,police_civil,02,,样例,,,,${parties}`,
    );
    expect(rows.map((row) => ("referral" in row ? "good" : row.reasons.length))).toEqual(["good", 3, 1, 1]);
  });

  it.each([
    ["an unknown column", "sourceNumber,channel,category,summary,colour", "colour"],
    ["a column twice", "sourceNumber,channel,category,summary,summary", "summary"],
    ["a column missing", "sourceNumber,channel,category", "summary"],
  ])("with %s is refused as a whole", (_, heading, named) => {
    expect(() => table(heading)).toThrow(named);
  });
});
