import { describe, expect, it } from "vitest";
import { type FileError, textOf } from "../../../shared/client/text-file.ts";

const sentence = '{"名称":"桐乡市，濮院镇"}';
const utf16 = (text: string, bigEndian: boolean, mark: boolean): Buffer => {
  const bytes = Buffer.from(mark ? `\uFEFF${text}` : text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
};
/** 桐乡 */
const gb18030 = Buffer.from([0xcd, 0xa9, 0xcf, 0xe7]);
const refusal = (bytes: Uint8Array): string => {
  try {
    return `read as ${textOf(bytes)}`;
  } catch (error) {
    return Object(error).code satisfies FileError["code"];
  }
};

describe("the text of a file", () => {
  it.each([
    ["UTF-8", Buffer.from(sentence)],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${sentence}`)],
    ["UTF-16, little end first, with a mark", utf16(sentence, false, true)],
    ["UTF-16, big end first, with a mark", utf16(sentence, true, true)],
    ["UTF-16, little end first", utf16(sentence, false, false)],
    ["UTF-16, big end first", utf16(sentence, true, false)],
  ])("is read from %s", (_, bytes) => {
    expect(textOf(bytes).replace("\uFEFF", "")).toBe(sentence);
  });

  it("is read from GB 18030, with its characters of four bytes", () => {
    const rare = Buffer.from([0x95, 0x32, 0x82, 0x36]);
    expect(textOf(Buffer.concat([gb18030, rare]))).toBe(`桐乡${String.fromCodePoint(0x20000)}`);
  });

  it.each([
    ["bytes that are no text", Buffer.from([0x41, 0xff, 0x41]), "not-text"],
    ["half a character of UTF-16", Buffer.concat([utf16(sentence, false, true), Buffer.from([0x41])]), "not-text"],
    ["a replacement character that was saved before", Buffer.from("张\uFFFD"), "damaged-text"],
    [
      "a replacement character in GB 18030",
      Buffer.concat([gb18030, Buffer.from([0x84, 0x31, 0xa4, 0x37])]),
      "damaged-text",
    ],
    ["zeros between letters", Buffer.from([0x41, 0x42, 0, 0x43, 0x44, 0x45, 0x46]), "not-text"],
    ["lines of two encodings", Buffer.concat([Buffer.from("桐乡\n"), gb18030, Buffer.from("\n")]), "mixed-encodings"],
  ])("is refused for %s", (_, bytes, code) => {
    expect(refusal(bytes)).toBe(code);
  });

  it("names the lines where two encodings are mixed", () => {
    const bytes = Buffer.concat([Buffer.from("code,name\n1,"), gb18030, Buffer.from("\n2,桐乡市\n")]);
    expect(() => textOf(bytes)).toThrow("line 3 is UTF-8, line 2 is not");
  });
});
