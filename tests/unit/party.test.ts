import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { bornInFuture, knownParty, type Party, party, withHolderFacts } from "../../shared/domain/party.ts";

const person = { side: "applicant", kind: "natural_person", name: "张样例" } as const;
const firm = { side: "respondent", kind: "legal_person", name: "样例公司" } as const;
const female = { kind: "resident_id", number: "11010519491231002X" } as const;
const creditCode = { kind: "credit_code", number: "91350100M000100Y43" } as const;

/** The faults of a party as `path code`. */
function faultsOf(value: unknown): string[] {
  const parsed = party().safeParse(value);
  const codeOf = (issue: z.core.$ZodIssue): string =>
    issue.code === "custom" ? String(issue.params?.["code"] ?? issue.message) : issue.code;
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join("/")} ${codeOf(issue)}`);
}

describe("a party", () => {
  it("has what official papers need", () => {
    const whole = {
      ...person,
      document: female,
      sex: "female",
      bornOn: "1949-12-31",
      ethnicity: "汉族",
      occupation: "农民",
      guardian: { name: "李样例", relationship: "女儿", phone: "0573-88000001转801" },
      agent: { name: "王样例", document: { kind: "passport", number: "E12345678" } },
      serviceAddress: "样例路 1 号",
    };
    expect(faultsOf(whole)).toEqual([]);
    expect(
      faultsOf({ ...firm, document: creditCode, legalRepresentative: { name: "赵样例", position: "经理" } }),
    ).toEqual([]);
  });

  it("with a credit code that is wrong is told so alone", () => {
    const wrong = { kind: "credit_code", number: "91330483MA00000004" };
    expect(faultsOf({ ...person, document: wrong })).toEqual(["document/number bad-checksum"]);
  });

  it.each<[string, object, string]>([
    ["a person with a credit code", { ...person, document: creditCode }, "document/kind not-of-a-person"],
    ["a company with a resident ID", { ...firm, document: female }, "document/kind not-of-an-organisation"],
    [
      "an organisation with a passport",
      { ...firm, kind: "unincorporated", document: { kind: "passport", number: "E12345678" } },
      "document/kind not-of-an-organisation",
    ],
    ["a company with a sex", { ...firm, sex: "male" }, "sex persons-alone"],
    ["a company with a guardian", { ...firm, guardian: { name: "李样例" } }, "guardian persons-alone"],
    [
      "a person with a legal representative",
      { ...person, legalRepresentative: { name: "李样例" } },
      "legalRepresentative organisations-alone",
    ],
    ["a sex that the ID contradicts", { ...person, document: female, sex: "male" }, "sex contradicts-the-document"],
    [
      "a birth date that the ID contradicts",
      { ...person, document: female, bornOn: "1950-12-31" },
      "bornOn contradicts-the-document",
    ],
    ["a name of invisible characters", { ...person, name: "\u3164\u200B" }, "name invisible-text"],
    ["a name with a line break", { ...person, name: "张\n样例" }, "name control-character"],
    ["a name with an escape", { ...person, name: "\u001B[31m张" }, "name control-character"],
    [
      "a wrong shape of a permit",
      { ...person, document: { kind: "hk_macao_permit", number: "C12345678" } },
      "document/number bad-shape",
    ],
    [
      "a guardian's wrong shape",
      { ...person, guardian: { name: "李", document: { kind: "resident_id", number: "1" } } },
      "guardian/document/number bad-shape",
    ],
    ["no telephone", { ...person, phone: "call me" }, "phone invalid-format"],
  ])("is refused: %s", (_, value, fault) => {
    expect(faultsOf(value)).toEqual([fault]);
  });

  it("of an organisation may have a document of unknown kind", () => {
    expect(faultsOf({ ...firm, document: { kind: "unknown", number: "不详" } })).toEqual([]);
  });

  it("is named without the controls that turn the direction of text", () => {
    expect(party().parse({ ...person, name: "\u202E张\u2066样例" }).name).toBe("张样例");
  });
});

describe("a birth after today", () => {
  const unborn = { kind: "hk_macao_taiwan_residence_permit", number: "810000199408230021" } as const;
  const known: Party[] = [
    { ...person, document: female },
    { ...person, document: unborn, bornOn: "1994-08-23", agent: { name: "李样例", document: unborn } },
    { ...firm, document: creditCode, legalRepresentative: { name: "王样例", document: unborn } },
  ];

  it("is found in the party and in those who act for it", () => {
    expect(bornInFuture(known, "1994-08-22")).toEqual([
      "/1/document/number",
      "/1/agent/document/number",
      "/1/bornOn",
      "/2/legalRepresentative/document/number",
    ]);
    expect(bornInFuture(known, "1994-08-23")).toEqual([]);
  });
});

describe("a party that is read", () => {
  it("has sex and day of birth from its ID where nobody said them", () => {
    expect(withHolderFacts({ ...person, document: female })).toEqual({
      ...person,
      document: female,
      sex: "female",
      bornOn: "1949-12-31",
    });
    expect(withHolderFacts(person)).toEqual(person);
  });

  it("stays readable where it was taken before and would be refused today", () => {
    const before = { ...person, document: { kind: "passport", number: "无效!" }, phone: "12 - -" };
    expect(faultsOf(before)).toHaveLength(2);
    expect(knownParty().parse(before)).toEqual(before);
  });
});
