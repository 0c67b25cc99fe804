import { describe, expect, it } from "vitest";
import { isOfType } from "../../../shared/runtime/paper-type.ts";

type ContentType = Parameters<typeof isOfType>[0];
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));
const utf16 = (text: string): string => Buffer.from(text, "utf16le").toString("latin1");
const zip = (...names: string[]): Uint8Array => bytes("PK\u0003\u0004", ...names);
const cfb = (...names: string[]): Uint8Array =>
  bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], [0, 0], ...names.map(utf16));
const media = (brand: string, ...compatible: string[]): Uint8Array =>
  bytes([0, 0, 0, 24], `ftyp${brand}`, [0, 0, 0, 0], ...compatible);
const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const samples: readonly [type: ContentType, sample: Uint8Array][] = [
  ["application/pdf", bytes("%PDF-1.7 ...")],
  ["application/pdf", bytes("\n\n%PDF-1.4")],
  ["application/ofd", zip("OFD.xml")],
  ["image/jpeg", bytes([0xff, 0xd8, 0xff, 0xe0])],
  ["image/png", bytes([0x89], "PNG\r\n", [0x1a, 0x0a])],
  ["image/heic", media("heic")],
  ["image/heic", media("mif1", "mif1heic")],
  [docx, zip("[Content_Types].xml", "word/document.xml")],
  [xlsx, zip("[Content_Types].xml", "xl/workbook.xml")],
  ["application/msword", cfb("Root Entry", "WordDocument")],
  ["application/wps-office.wps", cfb("Root Entry", "WordDocument")],
  ["audio/mpeg", bytes("ID3", [4, 0, 0])],
  ["audio/mpeg", bytes([0xff, 0xfb, 0x90, 0x64])],
  ["audio/mp4", media("M4A ")],
  ["video/mp4", media("isom")],
];

describe("a paper is what its bytes are", () => {
  it.each(samples)("as %s", (type, sample) => {
    expect(isOfType(type, sample)).toBe(true);
    for (const [other, content] of samples) {
      const isShared = samples.some(([claimed, same]) => claimed === type && same === content);
      const isKin = /mp4/.test(type) && /mp4/.test(other);
      const isCompound = /msword|wps/.test(type) && /msword|wps/.test(other);
      if (other !== type && !isShared && !isKin && !isCompound)
        expect([type, other, isOfType(type, content)]).toEqual([type, other, false]);
    }
  });

  it.each<[string, ContentType, Uint8Array]>([
    ["a program", "application/pdf", bytes("MZ", [0x90, 0])],
    ["an empty file", "image/png", bytes()],
    ["a page", "application/pdf", bytes("<html>")],
    ["a document with macros", docx, zip("word/document.xml", "word/vbaProject.bin")],
    ["an older document with macros", "application/msword", cfb("WordDocument", "_VBA_PROJECT")],
    ["an installer in the same container", "application/msword", cfb("Root Entry", "SummaryInformation")],
    ["a workbook called a document", docx, zip("xl/workbook.xml")],
    ["a film of another kind", "video/mp4", media("qt  ")],
    ["a picture of another kind", "image/heic", media("avif", "mif1")],
    ["a frame with a reserved rate", "audio/mpeg", bytes([0xff, 0xfb, 0xf0, 0])],
  ])("and so %s is refused", (_, type, sample) => {
    expect(isOfType(type, sample)).toBe(false);
  });
});
