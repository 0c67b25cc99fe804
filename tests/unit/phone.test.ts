import { describe, expect, it } from "vitest";
import { isPhone, parsePhone, tellingPhone } from "../../shared/domain/phone.ts";

const mobile = "13800000001";
const landline = "057388000001";

describe("a telephone number has one form", () => {
  it.each([
    "13800000001",
    "+8613800000001",
    "+86 138 0000 0001",
    "+86-138-0000-0001",
    "008613800000001",
    "8613800000001",
    "(86)13800000001",
    "（+86）138 0000 0001",
    "+86 013800000001",
    "013800000001",
    "１３８０００００００１",
    "138\u200B0000\u00A00001",
    "138.0000.0001",
    "138—0000—0001",
    "【138】00000001",
  ])("a mobile: %s", (text) => expect(parsePhone(text)).toEqual({ number: mobile }));

  it.each([
    "0573-88000001",
    "0573 8800 0001",
    "(0573)88000001",
    "（０５７３）８８００－０００１",
    "[0573]8800-0001",
    "+86 573 88000001",
    "+86-0573-88000001",
    "0086 573 88000001",
    "8657388000001",
    "057388000001",
  ])("a landline: %s", (text) => expect(parsePhone(text)).toEqual({ number: landline }));

  it.each([
    "0573-88000001转801",
    "0573-88000001 转 801",
    "0573-88000001轉801",
    "057388000001转：801",
    "0573-88000001-801",
    "0573-88000001(801)",
    "(0573)88000001-801",
    "+86 573 88000001-801",
    "0573-88000001 ext. 801",
    "0573-88000001 EXT801",
    "0573-88000001x801",
    "0573-88000001#801",
    "0573-88000001,801",
    "0573-88000001分机801",
    "0573-88000001 分机号 801",
    "０５７３－８８０００００１转８０１",
  ])("a landline with an extension: %s", (text) => {
    expect(parsePhone(text)).toEqual({ number: landline, extension: "801" });
  });

  it.each([
    ["+86 10 88000001", "01088000001"],
    ["010-88000001", "01088000001"],
    ["88000001", "88000001"],
    ["88000001-801", "88000001", "801"],
    ["+86 400 800 0001", "4008000001"],
    ["400-800-0001", "4008000001"],
    ["+86 95533", "95533"],
    ["12345", "12345"],
    ["+852 2345 6789", "+85223456789"],
    ["00852 2345 6789", "+85223456789"],
    ["000-00000001", "00000000001"],
  ])("another: %s", (text, number, extension?: string) => {
    expect(parsePhone(text)).toEqual({ number, ...(extension === undefined ? {} : { extension }) });
  });

  it.each(["", "call me", "138", "13800000001/13800000002", "13800000001、13800000002", "1".repeat(21), "转801"])(
    "and this is none: %j",
    (text) => {
      expect(parsePhone(text)).toBeUndefined();
    },
  );
});

describe("a field for a telephone", () => {
  it("takes a number, or says that there is none", () => {
    for (const text of [mobile, "无", "-----", "00000000000"]) expect(isPhone(text)).toBe(true);
    expect(isPhone("call me")).toBe(false);
  });

  it("tells somebody only by a number that can be somebody's", () => {
    expect(tellingPhone("0573-88000001")).toEqual({ number: landline });
    for (const text of ["无", "00000000", "+86 111 1111 1111", "--------"]) expect(tellingPhone(text)).toBeUndefined();
  });
});
