import { describe, expect, it } from "vitest";
import { faultOf, folded, isOnOneLine, withoutBidi } from "../../shared/domain/text.ts";

describe("the spelling under which texts are compared", () => {
  it.each([
    ["full-width letters and digits", "ＡＢ１２（）", "AB12()"],
    ["compatibility ideographs", "\uF9F4", "林"],
    ["characters without width", "张\u200B\u200D\uFEFF样\u00AD例\u2060", "张样例"],
    ["fillers and variation selectors", "张\u3164\uFE0F\u{E0100}\u2800", "张"],
    ["the private-use twin of 䶮", "\uE863", "䶮"],
    ["the euro sign of GBK", "\uE76C", "€"],
    ["letters with tones", "\uE7C7\uE7C8", "ḿǹ"],
    ["a private-use character that is nobody's twin", "\uE000", "\uE000"],
  ])("folds %s", (_, text, plain) => {
    expect(folded(text)).toBe(plain.normalize("NFKC"));
  });

  it("knows each character of GBK that stood in the private use area, as GB 18030 decodes its bytes today", () => {
    const decoder = new TextDecoder("gb18030");
    const trail = Array.from({ length: 0xa1 - 0x50 }, (_, index) => 0x50 + index).filter((byte) => byte !== 0x7f);
    expect(trail).toHaveLength(80);
    for (const [index, byte] of trail.entries()) {
      const decoded = decoder.decode(new Uint8Array([0xfe, byte]));
      const standard = folded(String.fromCodePoint(0xe815 + index));
      expect(standard).not.toMatch(/\p{Co}/u);
      // Six of them the decoder leaves in the private use area to this day.
      if (!/\p{Co}/u.test(decoded)) expect(standard).toBe(folded(decoded));
    }
  });
});

describe("a text that enters", () => {
  it.each(["", "  ", "张样例", "一\n二\t三\r\n", "阿依古丽·买买提", "👨‍👩‍👧", "\uE863", "a\u200Bb"])(
    "is text: %j",
    (text) => {
      expect(faultOf(text)).toBeUndefined();
    },
  );

  it.each(["a\u0000b", "\u0007", "\u001B[31m", "\u007F", "\u0085", "\uFFFE", "\uD800", "a\uDC00", "a\uFFFD"])(
    "holds no control character, half a character, noncharacter or what another encoding was read as: %j",
    (text) => {
      expect(faultOf(text)).toBe("control-character");
    },
  );

  it.each(["\u200B", "\u200B \u200C", "\u3164", "\u2800", "\uFE0F", "\u00AD\u2060", "\u{E0041}", "\u202E"])(
    "is not made of what nobody sees: %j",
    (text) => {
      expect(faultOf(text)).toBe("invisible-text");
    },
  );

  it("has the vertical punctuation, letters and signs of older fonts as they are written today", () => {
    const older = Array.from({ length: 10 }, (_, index) => String.fromCodePoint(0xe78d + index));
    expect(older.map(folded)).toEqual([..."︐︒︑︓︔︕︖︗︘︙"].map((sign) => sign.normalize("NFKC")));
    expect(["\uE76C", "\uE7C7", "\uE7C8"].map(folded)).toEqual(["€", "ḿ", "ǹ"].map((sign) => sign.normalize("NFKC")));
    expect(folded("\uE797"), "one that has no standard").toBe("\uE797");
  });

  it("loses the controls that turn its direction", () => {
    expect(withoutBidi("\u202E张\u200E样\u2066例\u2069\u061C")).toBe("张样例");
  });
});

describe("a text on one line", () => {
  it.each(["a\tb", "a\nb", "a\rb", "a\u2028b", "a\u2029b"])("has no mark that breaks it: %j", (text) => {
    expect(isOnOneLine(text)).toBe(false);
  });
  it("may have blanks of any width", () => expect(isOnOneLine("张　样例 a\u00a0b")).toBe(true));
});
