import { describe, expect, it } from "vitest";
import { formerIdentities } from "../../shared/domain/former-identity.ts";

// Cases of earlier releases are stored under hashes of these texts, so each of them stays as it is for ever.

const side = "applicant" as const;
const byPhone = (phone: string, name = "张样例"): string[] => formerIdentities({ side, name, phone });

describe("the texts by which earlier releases hashed a party", () => {
  it("have the number of a document, however it is typed", () => {
    const document = { kind: "passport", number: " ｅ4071-95 28 " } as const;
    expect(formerIdentities({ side, name: "张样例", document })).toEqual(["number|E40719528"]);
    expect(formerIdentities({ side, name: "张样例", document: { ...document, number: "无" } })).toEqual([]);
  });

  it("have the name without blanks and marks, in capital letters", () => {
    expect(byPhone("13857340961", " Ｌi, Míng·样例 ")).toEqual(["name|LIMÍNG样例|13857340961"]);
    expect(byPhone("13857340961", "不详")).toEqual([]);
    expect(formerIdentities({ side, name: "张样例" })).toEqual([]);
  });

  it.each(["13857340961", "138-5734-0961", "+86 138 5734 0961", "8613857340961", "0086-13857340961"])(
    "have a mobile number without the country: %s",
    (typed) => {
      expect(byPhone(typed)).toEqual(["name|张样例|13857340961"]);
    },
  );

  it("have a landline number in each way in which it could be typed", () => {
    const ways = ["057388012345", "8657388012345", "86057388012345", "008657388012345"];
    for (const typed of ["0573-88012345", "+86 573 88012345"]) {
      expect(byPhone(typed).toSorted()).toEqual(ways.map((digits) => `name|张样例|${digits}`).toSorted());
    }
    const within = ways.map((digits) => `name|张样例|${digits}802`);
    expect(byPhone("0573-88012345-802").toSorted()).toEqual(within.toSorted());
  });

  it("have a number abroad with its country", () => {
    expect(byPhone("+44 20 7946 0958")).toEqual(["name|张样例|442079460958"]);
  });

  it("have no number that is none", () => {
    expect(byPhone("不详")).toEqual([]);
  });
});
