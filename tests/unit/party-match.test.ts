import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CategoryCode } from "../../shared/domain/codes.ts";
import { matchOf, numberIdentity } from "../../shared/domain/party-match.ts";

const hash = (text: string): string => createHmac("sha256", "a key").update(text).digest("base64url");
type Party = Parameters<typeof matchOf>[0][number];
const applicant = (change: Partial<Party> = {}): Party => ({ side: "applicant", name: "张样例", ...change });
const respondent = (change: Partial<Party> = {}): Party => ({ side: "respondent", name: "李样例", ...change });
const zhang = { document: { kind: "resident_id", number: "330483199001011234" } };
const li = { document: { kind: "resident_id", number: "33048319900202123X" } };
const pairsOf = (parties: readonly Party[], category: CategoryCode = "02") =>
  matchOf(parties, { category }, hash).pairs;
const sameParty = (one: Partial<Party>, other: Partial<Party>): boolean => {
  const [first] = matchOf([applicant(one)], { category: "02" }, hash).partyHashes;
  const [second] = matchOf([applicant(other)], { category: "02" }, hash).partyHashes;
  return first !== undefined && first === second;
};

describe("two parties are the same", () => {
  it.each<[string, Partial<Party>, Partial<Party>]>([
    ["by the number alone, whatever their names", { ...zhang, name: "张样例" }, { ...zhang, name: "章样例" }],
    ["however the number is written", li, { document: { kind: "resident_id", number: " ３３0483 19900202-123x " } }],
    ["by name and phone", { phone: "13800000001" }, { phone: "+86 138-0000-0001" }],
    ["by name and phone, with the old prefix too", { phone: "13800000001" }, { phone: "008613800000001" }],
    ["whatever the width of the name", { name: "ＡＢ公司", phone: "1" }, { name: "ab 公司", phone: "1" }],
    ["whatever dot is in the name", { name: "阿依·买买提", phone: "1" }, { name: "阿依•买买提", phone: "1" }],
  ])("%s", (_, one, other) => {
    expect(sameParty(one, other)).toBe(true);
  });

  it("whether as a party or as a mediator", () => {
    expect(matchOf([applicant(li)], { category: "02" }, hash).partyHashes).toEqual([
      hash(numberIdentity("33048319900202123x")),
    ]);
  });
});

describe("two parties are not the same", () => {
  it.each<[string, Partial<Party>, Partial<Party>]>([
    ["by their name alone", {}, {}],
    ["by their phone alone", { name: "张样例", phone: "13800000001" }, { name: "李样例", phone: "13800000001" }],
    [
      "by a document of unknown kind",
      { document: { kind: "unknown", number: "不详" } },
      { document: { kind: "unknown", number: "不详" } },
    ],
    ["when one is known by number and one by phone", { ...zhang, phone: "1" }, { phone: "1" }],
    ["with other numbers", zhang, li],
  ])("%s", (_, one, other) => {
    expect(sameParty(one, other)).toBe(false);
  });
});

describe("a pair", () => {
  it("is the same with the sides exchanged and the order turned", () => {
    const pairs = pairsOf([applicant(zhang), respondent(li)]);
    expect(pairs).toHaveLength(1);
    expect(pairsOf([respondent(li), applicant(zhang)])).toEqual(pairs);
    expect(pairsOf([applicant(li), respondent(zhang)])).toEqual(pairs);
  });

  it("differs by category, as statistics count it", () => {
    const parties = [applicant(zhang), respondent(li)];
    expect(pairsOf(parties, "01")).not.toEqual(pairsOf(parties, "02"));
    expect(pairsOf(parties, "finance")).toEqual(pairsOf(parties, "18"));
  });

  it("is of an applicant and a respondent who are told by something and are not one", () => {
    expect(pairsOf([applicant(zhang), { ...respondent(li), side: "third_party" }])).toEqual([]);
    expect(pairsOf([applicant(zhang), respondent()])).toEqual([]);
    expect(pairsOf([applicant(zhang), respondent(zhang)])).toEqual([]);
    expect(
      matchOf([applicant(zhang), { ...respondent(li), side: "third_party" }], { category: "02" }, hash).partyHashes,
    ).toHaveLength(2);
  });

  it("has a court's case number beside it, whoever quotes that", () => {
    const quoting = (caseNumber: string) => matchOf([], { category: "02", caseNumber }, hash).pairs;
    expect(quoting("（2026）浙0483民诉前调123号")).toHaveLength(1);
    expect(quoting("（2026）浙0483民诉前调123号")).not.toEqual(quoting("（2026）浙0483民诉前调124号"));
  });

  it("is kept of each of twelve with the one they stand against", () => {
    const twelve = Array.from({ length: 12 }, (_, index) => ({ phone: `138000000${10 + index}` }));
    expect(pairsOf([...twelve.map(applicant), respondent(li)])).toHaveLength(12);
  });

  it("is one of sixty at most, the same sixty whatever the order of the parties", () => {
    const crowd = (side: "applicant" | "respondent") =>
      Array.from({ length: 9 }, (_, index): Party => ({ side, name: side, phone: `1380000000${index}` }));
    const parties = [...crowd("applicant"), ...crowd("respondent")];
    const pairs = pairsOf(parties);
    expect(new Set(pairs).size).toBe(60);
    fc.assert(
      fc.property(fc.shuffledSubarray(parties, { minLength: parties.length }), (shuffled) => {
        expect(pairsOf(shuffled)).toEqual(pairs);
      }),
    );
  });
});
