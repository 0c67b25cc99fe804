import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { readTable } from "../../../shared/client/table-file.ts";

type Value = string | number | boolean | Date;
async function workbook(rows: (Value | undefined)[][]): Promise<Uint8Array> {
  const cell = (value: Value | undefined) => {
    if (value === undefined) return null;
    return value instanceof Date ? { value, type: Date, format: "yyyy-mm-dd" } : { value };
  };
  return new Uint8Array(await writeXlsxFile(rows.map((row) => row.map(cell))).toBuffer());
}

/** An archive of these files, as any program writes it; `size` is what it claims of each when unpacked. */
function archive(files: Record<string, string | Buffer>, size?: number): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(size ?? bytes.length, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(size ?? bytes.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

const sheet = (cells: string): Buffer =>
  archive({
    "xl/workbook.xml": '<workbook><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1">${cells}</row></sheetData></worksheet>`,
  });

describe("a table", () => {
  it("is the same out of a workbook and out of CSV, and loses empty rows and columns at its end", async () => {
    const rows = [
      ["code", "name", undefined, undefined],
      ["330483", "桐乡市", undefined, undefined],
      [undefined, undefined, undefined, undefined],
      ["330483101", "濮院镇", undefined, undefined],
      [undefined, undefined, undefined, undefined],
    ];
    const csv = rows.map((row) => row.map((cell) => cell ?? "").join(",")).join("\r\n");
    const expected = {
      columns: ["code", "name"],
      rows: [
        { line: 2, cells: ["330483", "桐乡市"] },
        { line: 4, cells: ["330483101", "濮院镇"] },
      ],
    };
    expect(readTable(await workbook(rows))).toEqual(expected);
    expect(readTable(Buffer.from(csv))).toEqual(expected);
  });

  it("may be parted by tabs or semicolons, as office programs save it", () => {
    for (const sign of ["\t", ";"]) {
      const text = `a${sign}b\n1${sign}"x,y"\n`;
      expect(readTable(Buffer.from(`\uFEFF${text}`, "utf16le"))).toEqual({
        columns: ["a", "b"],
        rows: [{ line: 2, cells: ["1", "x,y"] }],
      });
    }
  });

  it("of a workbook gives long numbers, days and ticks as they are meant", async () => {
    const table = readTable(
      await workbook([
        ["a", "b", "c", "d"],
        [330483101206, new Date("2026-07-01T00:00:00Z"), true, 1.5],
      ]),
    );
    expect(table.rows).toEqual([{ line: 2, cells: ["330483101206", "2026-07-01", "true", "1.5"] }]);
  });

  it("keeps a cell that lies to the right of cells that are not there", async () => {
    expect(
      readTable(
        await workbook([
          ["a", "b", "c"],
          [undefined, undefined, "x"],
        ]),
      ).rows,
    ).toEqual([{ line: 2, cells: ["", "", "x"] }]);
  });

  it("joins the runs of a text and leaves out readings", () => {
    const cells = '<c r="A1" t="inlineStr"><is><r><t>桐</t></r><r><t>乡</t></r></is></c>';
    expect(readTable(sheet(cells)).columns).toEqual(["桐乡"]);
  });

  it.each([
    ["a formula", '<c r="A1"><f>1+1</f><v>2</v></c>', "cell A1 holds a formula"],
    ["an error", '<c r="A1" t="e"><v>#REF!</v></c>', "cell A1 shows #REF!"],
    [
      "a number that lost its last digits",
      '<c r="B1"><v>3.3048319900101E17</v></c>',
      "cell B1 is a number of more than 15",
    ],
    ["a cell far to the right", '<c r="ZZZ1"><v>1</v></c>', "cell ZZZ1 lies too far right"],
  ])("with %s is refused by cell", (_, cells, words) => {
    expect(() => readTable(sheet(cells))).toThrow(words);
  });

  it.each([
    [
      "a workbook that unpacks to too much, whatever it claims",
      archive({ "xl/workbook.xml": Buffer.alloc(80_000_000) }, 100),
      "too-big",
    ],
    ["an archive that is no workbook", archive({ "a.txt": "a" }), "not-a-workbook"],
    ["half a workbook", sheet('<c r="A1"><v>1</v></c>').subarray(0, 200), "not-a-workbook"],
    ["a workbook of before 2007", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), "not-a-workbook"],
    ["a quote that does not end", Buffer.from('a,b\n"1,2\n'), "malformed"],
  ])("is refused: %s", (_, bytes, code) => {
    expect(() => readTable(bytes)).toThrow(expect.objectContaining({ code }));
  });
});
