import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkCreditCode,
  checkResidentId,
  creditCodeCheckCharacter,
  normaliseIdentityNumber,
  residentIdCheckCharacter,
} from "../../shared/domain/identity.ts";

const withCheck = (first17: string) => first17 + residentIdCheckCharacter(first17);
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const residentId = fc
  .tuple(
    digits(5),
    fc.date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
    digits(3),
  )
  .map(([county, born, order]) =>
    withCheck(`3${county}${born.toISOString().slice(0, 10).replaceAll("-", "")}${order}`),
  );

describe("a resident ID number", () => {
  it("is good when it is the standard's own example", () => {
    // GB 11643-1999, examples in its text: 11010519491231002X and 440524188001010014.
    expect(checkResidentId("11010519491231002X")).toBe("ok");
    expect(checkResidentId("440524188001010014")).toBe("ok");
  });

  it("is good with a small x and blanks around it, and is stored with X", () => {
    expect(checkResidentId(" 11010519491231002x ")).toBe("ok");
    expect(normaliseIdentityNumber(" 11010519491231002x ")).toBe("11010519491231002X");
  });

  it("is good with a county prefix nobody knows", () => {
    expect(checkResidentId(withCheck("99999919900101001"))).toBe("ok");
  });

  it.each([
    "",
    "1101051949123100",
    "11010519491231002Y",
    "X1010519491231002X",
    "01010519491231002X",
    "1101051949123100２X",
  ])("of another shape is refused: %s", (text) => expect(checkResidentId(text)).toBe("bad-shape"));

  it.each(["20240230", "20230229", "19000229", "19901301", "19900100", "19900431"])(
    "born on a day that never was is refused: %s",
    (born) => expect(checkResidentId(withCheck(`330483${born}001`))).toBe("bad-date"),
  );

  it("born on 29 February of a leap year is good", () => {
    expect(checkResidentId(withCheck("33048320240229001"))).toBe("ok");
  });

  it("born after today is refused, born today is good", () => {
    const id = withCheck("33048320260310001");
    expect(checkResidentId(id, "2026-03-09")).toBe("bad-date");
    expect(checkResidentId(id, "2026-03-10")).toBe("ok");
  });

  it("with any one digit changed is refused", () =>
    fc.assert(
      fc.property(residentId, fc.nat(16), fc.integer({ min: 1, max: 9 }), (id, at, shift) => {
        const changed = `${id.slice(0, at)}${(Number(id.charAt(at)) + shift) % 10}${id.slice(at + 1)}`;
        expect(checkResidentId(id)).toBe("ok");
        expect(checkResidentId(changed)).not.toBe("ok");
      }),
    ));

  it("gets no check character before it has 17 digits", () => {
    expect(() => residentIdCheckCharacter("123")).toThrow(RangeError);
  });
});

describe("a unified social credit code", () => {
  it.each(["91350100M000100Y43", "91110000600037341L", "91440300708461136T"])("is good when well known: %s", (code) =>
    expect(checkCreditCode(code)).toBe("ok"),
  );

  it("is good in small letters", () => {
    expect(checkCreditCode("91350100m000100y43")).toBe("ok");
  });

  it.each(["", "91350100M000100Y4", "91350100I000100Y43", "9135010OM000100Y43", "91350100Z000100Y43"])(
    "of another shape is refused: %s",
    (text) => expect(checkCreditCode(text)).toBe("bad-shape"),
  );

  it("with another check character is refused", () => {
    expect(checkCreditCode("91350100M000100Y44")).toBe("bad-checksum");
  });

  it("is good whenever its check character was computed", () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{9}$/), (first17) => {
        expect(checkCreditCode(first17 + creditCodeCheckCharacter(first17))).toBe("ok");
      }),
    ));

  it("gets no check character before it has 17 characters", () => {
    for (const text of ["9133", "91350100M000100Y43", "A91350100M000100Y4", "0"]) {
      expect(() => creditCodeCheckCharacter(text)).toThrow("a credit code begins with 17 characters of GB 32100");
    }
  });
});
