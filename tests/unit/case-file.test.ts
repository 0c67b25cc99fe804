import { describe, expect, it } from "vitest";
import { mayReadPart, partsOf } from "../../shared/domain/case-file.ts";
import {
  caseId,
  confirming,
  court,
  justiceBureau,
  mediating,
  now,
  otherCaseId,
  police,
  referral,
  town,
} from "../support/cases.ts";

const third = "0190a0de-0000-7000-8000-000000000003";
const sentAs = (agencyId: string, sourceNumber: string) => ({ agencyId, sourceNumber });
const own = sentAs(police.organisationId, referral().sourceNumber);
const office = { organisationId: "petition-office", role: "agency" } as const;
const petition = referral({ agencyId: office.organisationId, sourceNumber: "X-1", joinedFrom: otherCaseId });
const again = referral({ sourceNumber: "A-2", joinedFrom: third });
const together = mediating({ referrals: [referral(), petition, again] });

describe("the file of a case", () => {
  it("is its own alone while nothing was merged into it", () => {
    expect(partsOf(mediating())).toEqual([{ caseId, referrals: [own] }]);
  });

  it("has a part for each case that was merged into it, with what made that case", () => {
    expect(partsOf(together)).toEqual([
      { caseId, referrals: [own] },
      { caseId: otherCaseId, referrals: [sentAs(office.organisationId, "X-1")] },
      { caseId: third, referrals: [sentAs(police.organisationId, "A-2")] },
    ]);
  });

  it("keeps its own part first where another referral has become the first", () => {
    const given = mediating({ referrals: [petition, referral({ recalledAt: now })] });
    expect(partsOf(given).map((part) => part.caseId)).toEqual([caseId, otherCaseId]);
  });
});

describe("a part of a merged file", () => {
  const [kept, joined, mine] = partsOf(together);
  if (kept === undefined || joined === undefined || mine === undefined) throw new Error("three parts");

  it.each([
    ["the body that mediates", town, [true, true, true]],
    ["the coordinator", justiceBureau, [true, true, true]],
    ["the referrer of the surviving case", police, [true, false, true]],
    ["the referrer of the merged one", office, [true, true, false]],
  ] as const)("is read by %s as far as it concerns it", (_name, who, may) => {
    expect([kept, joined, mine].map((part) => mayReadPart(together, part, who))).toEqual(may);
  });

  it("is read by the court that confirms, and by those drawn in, although they sent another part", () => {
    const given = confirming({ referrals: together.referrals, informed: [police.organisationId] });
    expect(mayReadPart(given, joined, court)).toBe(true);
    expect(mayReadPart(given, joined, police)).toBe(true);
  });

  it("is not read by an agency that has recalled it", () => {
    const given = mediating({ referrals: [referral(), { ...petition, recalledAt: now }] });
    expect(mayReadPart(given, joined, office)).toBe(false);
  });
});
