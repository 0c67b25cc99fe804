import { describe, expect, it } from "vitest";
import type { IdentityDocument } from "../../shared/domain/codes.ts";
import { residentIdCheckCharacter } from "../../shared/domain/identity.ts";
import { checkDocument, documentIdentity, holderFacts, plainNumber } from "../../shared/domain/identity-document.ts";

const byGb11643 = (first17: string): string => first17 + residentIdCheckCharacter(first17);
// Nationality, place of issue, YYMMDD, order. ICAO 9303 by hand: C 84, A 30, N 23, then 7 3 0 7 24 5 0 3 0 7 0: 193.
const olderCard = "CAN110185010103";
const newerCard = byGb11643("91112419850101001");

describe("the number of a document", () => {
  it.each<[IdentityDocument, string]>([
    ["resident_id", "11010519491231002X"],
    ["resident_id", " 110105 19491231 002x "],
    ["resident_id", "１１０１０５１９４９１２３１００２Ｘ"],
    ["hk_macao_taiwan_residence_permit", "810000199408230021"],
    ["hk_macao_taiwan_residence_permit", "830000199201300022"],
    ["passport", "E12345678"],
    ["passport", "ea 1234567"],
    ["passport", "C01X00T47"],
    ["hk_macao_permit", "H12345678"],
    ["hk_macao_permit", "m12345678"],
    ["hk_macao_permit", "H1234567801"],
    ["hk_macao_permit", "HA1234567"],
    ["taiwan_permit", "01234567"],
    ["taiwan_permit", "0123456701(B)"],
    ["taiwan_permit", "0123456701"],
    ["foreign_permanent_residence", olderCard],
    ["foreign_permanent_residence", newerCard],
    ["credit_code", "91350100M000100Y43"],
    ["unknown", "whatever"],
  ])("of a %s is good: %s", (kind, number) => {
    expect(checkDocument(kind, number, "2026-03-03")).toBe("ok");
  });

  it.each<[IdentityDocument, string, string]>([
    ["resident_id", "330483900101001", "bad-shape"],
    ["resident_id", "无", "bad-shape"],
    ["hk_macao_taiwan_residence_permit", "11010519491231002X", "bad-shape"],
    ["hk_macao_taiwan_residence_permit", "810000199408230022", "bad-checksum"],
    ["passport", "11010519491231002X", "bad-shape"],
    ["passport", "E123", "bad-shape"],
    ["passport", "ABCDEFGH", "bad-shape"],
    ["passport", "护照E12345678", "bad-shape"],
    ["hk_macao_permit", "C12345678", "bad-shape"],
    ["hk_macao_permit", "H1234567", "bad-shape"],
    ["taiwan_permit", "0123456", "bad-shape"],
    ["taiwan_permit", "A123456789", "bad-shape"],
    ["taiwan_permit", "012345678", "bad-shape"],
    ["taiwan_permit", "01234567A", "bad-shape"],
    ["taiwan_permit", "0123456701BC", "bad-shape"],
    ["hk_macao_permit", "AH12345678", "bad-shape"],
    ["hk_macao_permit", "H12345678A", "bad-shape"],
    ["hk_macao_permit", "H123456780", "bad-shape"],
    ["resident_id", "A11010519491231002X", "bad-shape"],
    ["resident_id", "11010519491231002XA", "bad-shape"],
    ["resident_id", "011010519491231002X", "bad-shape"],
    ["credit_code", "A91350100M000100Y43", "bad-shape"],
    ["credit_code", "91350100M000100Y43A", "bad-shape"],
    ["passport", "E123456789012", "bad-shape"],
    ["passport", "E1234567护照", "bad-shape"],
    ["foreign_permanent_residence", `X${olderCard}`, "bad-shape"],
    ["foreign_permanent_residence", `${olderCard}0`, "bad-shape"],
    ["foreign_permanent_residence", "CAN11018501010", "bad-shape"],
    ["foreign_permanent_residence", "CAN110185130102", "bad-date"],
    ["foreign_permanent_residence", "CAN110185010104", "bad-checksum"],
    ["foreign_permanent_residence", `${newerCard.slice(0, 17)}${newerCard.endsWith("1") ? "2" : "1"}`, "bad-checksum"],
    ["foreign_permanent_residence", byGb11643("91112419851301001"), "bad-date"],
    ["credit_code", "91350100M000100Y44", "bad-checksum"],
  ])("of a %s is refused: %s, %s", (kind, number, verdict) => {
    expect(checkDocument(kind, number, "2026-03-03")).toBe(verdict);
  });

  it.each<[IdentityDocument, string]>([
    ["resident_id", byGb11643("33048320260304001")],
    ["hk_macao_taiwan_residence_permit", byGb11643("81000020260304001")],
    ["foreign_permanent_residence", byGb11643("91112420260304001")],
  ])("of a %s is of somebody who is born already", (kind, number) => {
    expect(checkDocument(kind, number, "2026-03-03")).toBe("bad-date");
    expect(checkDocument(kind, number, "2026-03-04")).toBe("ok");
    expect(checkDocument(kind, number)).toBe("ok");
  });

  it("of the older foreigner's card is of this century or the last", () => {
    expect(checkDocument("foreign_permanent_residence", olderCard, "1985-01-01")).toBe("ok");
    expect(checkDocument("foreign_permanent_residence", olderCard, "1984-12-31")).toBe("bad-date");
  });

  it("of a passport or permit may say that it is not known", () => {
    for (const kind of ["passport", "hk_macao_permit", "taiwan_permit", "foreign_permanent_residence"] as const) {
      for (const number of ["无", "不详", "-", "00000000"]) expect(checkDocument(kind, number)).toBe("ok");
    }
  });
});

describe("the facts in the number of a document", () => {
  it("is sex and day of birth where it is one of GB 11643", () => {
    expect(holderFacts("resident_id", "11010519491231002X")).toEqual({ sex: "female", bornOn: "1949-12-31" });
    expect(holderFacts("hk_macao_taiwan_residence_permit", "810000199408230021")).toMatchObject({ sex: "female" });
    expect(holderFacts("foreign_permanent_residence", newerCard)).toEqual({ sex: "male", bornOn: "1985-01-01" });
  });

  it("is nothing in any other", () => {
    expect(holderFacts("foreign_permanent_residence", olderCard)).toBeUndefined();
    expect(holderFacts("passport", "11010519491231002X")).toBeUndefined();
    expect(holderFacts("unknown", "11010519491231002X")).toBeUndefined();
    expect(holderFacts("resident_id", "110105194912310021")).toBeUndefined();
  });
});

describe("the identity in a document", () => {
  it("is kind and number together", () => {
    expect(documentIdentity("passport", "e 1357-902")).toBe("passport|E1357902");
    expect(documentIdentity("resident_id", "11010519491231002x")).toBe("number|11010519491231002X");
    expect(documentIdentity("credit_code", "91350100m000100y43")).toBe("number|91350100M000100Y43");
    expect(documentIdentity("unknown", "E1234567")).toBeUndefined();
  });

  it.each<[IdentityDocument, string]>([
    ["passport", "E12345678"],
    ["passport", "ea 1234567"],
    ["passport", "G87654321"],
    ["passport", "E12341234"],
    ["hk_macao_permit", "H1234567801"],
    ["taiwan_permit", "01234567"],
    ["taiwan_permit", "88888888"],
  ])("is none where the digits are such as anybody types: %s %s", (kind, number) => {
    expect(documentIdentity(kind, number)).toBeUndefined();
    expect(checkDocument(kind, number)).toBe("ok");
  });

  it("compares letters and digits alone", () => {
    expect(plainNumber(" ｅ１２３-４５（６）·７ ")).toBe("E1234567");
  });
});
