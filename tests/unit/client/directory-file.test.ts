import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDirectoryFile } from "../../../shared/client/directory-file.ts";

const divisions = "code,name,level,parentCode";
const organisations =
  "id,kind,type,level,name,divisionCode,categories,parentId,stationedAt,capacity,mediators,brandGrade,note";
const mediators = "id,organisationId,name,categories,lead";
const file = (...lines: string[]) => parseDirectoryFile(lines.join("\n"));

describe("the sample directory", () => {
  it.each([
    ["divisions", 233],
    ["organisations", 407],
    ["mediators", 63],
  ])("of %s is good in all its %i rows", (kind, count) => {
    const parsed = parseDirectoryFile(
      readFileSync(new URL(`../../../shared/sample-data/tongxiang-${kind}.csv`, import.meta.url)),
    );
    expect({ kind: parsed.kind, rows: parsed.rows.length, refused: parsed.refused }).toEqual({
      kind,
      rows: count,
      refused: [],
    });
  });
});

describe("a row", () => {
  it("becomes what the platform takes", () => {
    const row = "pmc-1,committee,general,town,样例调委会,330483101,01; 02,,,8,,,";
    expect(file(organisations, row).rows).toEqual([
      {
        line: 2,
        id: "pmc-1",
        entry: {
          params: { organisationId: "pmc-1" },
          body: {
            kind: "committee",
            type: "general",
            level: "town",
            name: "样例调委会",
            divisionCode: "330483101",
            categories: ["01", "02"],
            capacity: 8,
          },
        },
      },
    ]);
  });

  it.each([
    ["an unknown category", organisations, "a-1,committee,general,town,甲,330483,77,,,,,,", "categories"],
    ["a wrong id", organisations, "A 1,committee,general,town,甲,330483,,,,,,,", "id"],
    ["a count that is none", organisations, "a-1,committee,general,town,甲,330483,,,,many,,,", "capacity"],
    ["no name", divisions, "330483,,county,", "name"],
    ["a code of no shape", divisions, "3304,样例,county,", "code"],
    ["a lead that is neither true nor false", mediators, "m-1,pmc-1,样例调解员,,perhaps", "lead"],
    ["a payroll neither true nor false", `${mediators},publicEmployee`, "m-1,pmc-1,甲,,,perhaps", "publicEmployee"],
    ["too few cells", mediators, "m-1,pmc-1,样例调解员", "3 cells instead of 5"],
  ])("with %s is refused with its line, the rest kept", (_, header, bad, reason) => {
    const good = {
      [divisions]: "330483101,濮院镇,town,330483",
      [organisations]: "b-1,committee,general,town,乙,330483,,,,,,,",
      [mediators]: "m-2,pmc-1,样例调解员,,true",
      [`${mediators},publicEmployee`]: "m-2,pmc-1,样例调解员,,true,false",
    }[header];
    const parsed = file(header, good ?? "", bad);
    expect(parsed.rows.map(({ line }) => line)).toEqual([2]);
    expect(parsed.refused).toMatchObject([{ line: 3, reasons: [expect.stringContaining(reason)] }]);
  });

  it("whose id is there twice is refused in both places, for nobody knows which is meant", () => {
    const parsed = file(divisions, "330483,甲,county,", "330482,乙,county,", "330483,丙,county,");
    expect(parsed.rows.map(({ id }) => id)).toEqual(["330482"]);
    expect(parsed.refused).toEqual([
      { line: 2, id: "330483", reasons: ["330483 is also on line 4"] },
      { line: 4, id: "330483", reasons: ["330483 is also on line 2"] },
    ]);
  });

  it("of a mediator says whether it is on a public payroll, or leaves that as it is", () => {
    const { rows } = file(`${mediators},publicEmployee`, "m-1,pmc-1,甲,,,true", "m-2,pmc-1,乙,,,");
    expect(rows.map(({ entry }) => entry.body)).toEqual([
      { name: "甲", categories: [], lead: false, publicEmployee: true },
      { name: "乙", categories: [], lead: false },
    ]);
  });

  it("of a mediator may share its id with one of another organisation", () => {
    expect(file(mediators, "m-1,pmc-1,甲,,true", "m-1,pmc-2,乙,,true").refused).toEqual([]);
  });
});

describe("a file", () => {
  it("may come with a byte order mark, CRLF, blank lines and quoted cells", () => {
    const text = `\uFEFF${divisions}\r\n\r\n330483,"样例,市",county,\r\n`;
    expect(parseDirectoryFile(Buffer.from(text)).rows).toMatchObject([
      { line: 3, entry: { body: { name: "样例,市" } } },
    ]);
  });

  it("may be in GB 18030", () => {
    const name = Buffer.from([0xcd, 0xa9, 0xcf, 0xe7]); // 桐乡
    const bytes = Buffer.concat([Buffer.from(`${divisions}\n330483,`), name, Buffer.from(",county,\n")]);
    expect(parseDirectoryFile(bytes).rows).toMatchObject([{ entry: { body: { name: "桐乡" } } }]);
  });

  it.each([
    ["has another header", "foo,bar", "unknown-header", "foo,bar"],
    ["is empty", "", "unknown-header", "directory file"],
    ["has a column too many", `${divisions},colour`, "unknown-column", '"colour"'],
    ["has a column twice", `${divisions},name`, "unknown-column", '"name"'],
    ["lacks a column", "code,name,parentCode", "missing-column", '"level"'],
    ["has a quote that does not end", `${divisions}\n330483,"甲,county,\n`, "malformed", "Quote"],
  ])("that %s is refused as a whole", (_, text, code, named) => {
    expect(() => parseDirectoryFile(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(named) }),
    );
  });
});
