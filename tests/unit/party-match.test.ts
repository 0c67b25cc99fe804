import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CategoryCode } from "../../shared/domain/codes.ts";
import { matchOf, numberIdentity } from "../../shared/domain/party-match.ts";

const hash = (text: string): string => createHmac("sha256", "a key").update(text).digest("base64url");
type Party = Parameters<typeof matchOf>[0][number];
const applicant = (change: Partial<Party> = {}): Party => ({ side: "applicant", name: "张样例", ...change });
const respondent = (change: Partial<Party> = {}): Party => ({ side: "respondent", name: "李样例", ...change });
const zhang = { document: { kind: "resident_id", number: "330483199001011234" } } as const;
const li = { document: { kind: "resident_id", number: "33048319900202123X" } } as const;
const phone = "13800000001";
const pairsOf = (parties: readonly Party[], category: CategoryCode = "02") =>
  matchOf(parties, { category }, hash).pairs;
const sameParty = (one: Partial<Party>, other: Partial<Party>): boolean => {
  const [first, second] = [one, other].map(
    (party) => matchOf([applicant(party)], { category: "02" }, hash).partyHashes,
  );
  return first?.some((hashed) => second?.includes(hashed)) === true;
};

const company = (number: string): Partial<Party> => ({ kind: "legal_person", name: "样例公司", phone: number });
const ofKind = (kind: Kind) => (number: string) => ({ document: { kind, number } });
type Kind = NonNullable<Party["document"]>["kind"];
const [passport, permit, booklet] = [ofKind("passport"), ofKind("hk_macao_permit"), ofKind("taiwan_permit")];
const residencePermit = "hk_macao_taiwan_residence_permit";
const residence = (kind: Kind) => ofKind(kind)("810000199408230021");

describe("two parties are the same", () => {
  it.each<[string, Partial<Party>, Partial<Party>]>([
    ["by the number alone, whatever their names", { ...zhang, name: "张样例" }, { ...zhang, name: "章样例" }],
    ["however the number is written", li, { document: { kind: "resident_id", number: " ３３0483 19900202-123x " } }],
    ["by name and phone", { phone: "13800000001" }, { phone: "+86 138-0000-0001" }],
    ["by name and phone, with the old prefix too", { phone: "13800000001" }, { phone: "008613800000001" }],
    ["whatever the width of the name", { name: "ＡＢ公司", phone }, { name: "ab 公司", phone }],
    ["whatever dot is in the name", { name: "阿依·买买提", phone }, { name: "阿依•买买提", phone }],
    ["by document or by phone, whichever both have", { ...zhang, phone }, { phone }],
    ["by the other document while one has a phone more", { ...zhang, phone }, zhang],
    ["with a private-use twin in the name", { name: "张\uE863", phone }, { name: "张䶮", phone }],
    ["with a character that nobody sees in the name", { name: "张\u200B样例", phone }, { name: "张样例", phone }],
    ["at a company's switchboard, whatever the extension", company("0573-88000001转801"), company("0573-88000001")],
    ["by a permit of a later issue", permit("H1357902401"), permit("h13579024")],
    ["by a Taiwan booklet and the later card", booklet("0135792401(B)"), booklet("01357924")],
    ["by a residence permit given as a resident ID", residence("resident_id"), residence(residencePermit)],
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
    ["when one is known by number and one by phone", zhang, { phone }],
    ["by the same number of another kind of document", passport("123456789"), permit("123456789")],
    ["at one switchboard with other extensions", { phone: "88000001转801" }, { phone: "88000001转802" }],
    ["with other numbers", zhang, li],
  ])("%s", (_, one, other) => {
    expect(sameParty(one, other)).toBe(false);
  });
});

const placeholders = [
  ..."无 無 不詳 没带 未带身份证 未出示 无法提供 已遗失 不详 不明 未知 暂无 待查 none None NONE n/a N/A null unknown x X xx XXXXX ０００００ 00000000 111111111 -- —— ———— *** ？？ ... 、 /".split(
    " ",
  ),
  "无 证 件",
  "（无）",
  "【不详】",
  "\u200B",
  "无\u200B",
  "\u2800\u3164",
  "E00000000",
  " ",
];

describe("a placeholder tells nobody", () => {
  it.each(placeholders)("as the number of a document: %j", (number) => {
    for (const kind of ["passport", "hk_macao_permit", "taiwan_permit", "resident_id", "credit_code"] as const) {
      expect(matchOf([applicant({ document: { kind, number } })], { category: "02" }, hash).partyHashes).toEqual([]);
    }
  });

  it.each(placeholders)("as a telephone: %j", (number) => {
    const match = matchOf([applicant({ phone: number })], { category: "02" }, hash);
    expect(match.partyHashes).toEqual([]);
  });

  it.each(["不详", "无名氏", "某某", "unknown", "x", "—", "123", "身份不明"])(
    "as a name beside a phone: %j",
    (name) => {
      expect(matchOf([applicant({ name, phone })], { category: "02" }, hash).partyHashes).toEqual([]);
    },
  );
});

describe("an item that an earlier release stored", () => {
  const named = (texts: string[]) => texts.map(hash).sort();
  const pairOf = (...texts: [string, string]) => hash(["pair", ...named(texts), "02"].join("|"));
  const asked = (party: Partial<Party>): readonly string[] => {
    const match = matchOf([applicant(party), respondent(li)], { category: "02" }, hash);
    return [...match.pairs, ...(match.formerPairs ?? [])];
  };
  const liBefore = "number|33048319900202123X";

  it.each<[string, Partial<Party>, string]>([
    ["by a resident ID", zhang, "number|330483199001011234"],
    ["by a passport, without its kind", passport("E1357902"), "number|E1357902"],
    ["by a mobile number", { phone: "+86 13800000001" }, "name|张样例|13800000001"],
    ["by a landline with the country before it", { phone: "0573-88000001" }, "name|张样例|8657388000001"],
    ["by a landline dialled from abroad", { phone: "(0573)88000001" }, "name|张样例|008657388000001"],
    ["by a landline with its extension run on", { phone: "0573-88000001转801" }, "name|张样例|057388000001801"],
    ["by a number abroad", { phone: "+1 202 555 0100" }, "name|张样例|12025550100"],
    ["by a name with its private-use twin", { name: "张\uE863", phone }, "name|张\uE863|13800000001"],
  ])("is asked for, %s", (_, party, identity) => {
    expect(asked(party)).toContain(pairOf(identity, liBefore));
  });

  it("is not asked for where it was a placeholder", () => {
    expect(asked(passport("无"))).toEqual([]);
    expect(asked({ name: "不详", phone })).toEqual([]);
    expect(asked({ phone: "00000000" })).toEqual([]);
  });

  it("needs no second question where it was formed as it is now", () => {
    expect(matchOf([applicant(zhang), respondent(li)], { category: "02" }, hash).formerPairs).toBeUndefined();
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

  it("has a court's case number beside it, no matter who quotes that", () => {
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
