import { describe, expect, it } from "vitest";
import { audienceOf, isBodyOf } from "../../shared/domain/audience.ts";
import {
  accepted,
  assignment,
  city,
  failed,
  offered,
  police,
  referral,
  submitted,
  town,
  triage,
  village,
} from "../support/cases.ts";

const [referrer, holder] = [police.organisationId, town.organisationId];

describe("the audience of an event", () => {
  it("is the referrer as long as nobody is asked", () => {
    expect(audienceOf(undefined, submitted())).toEqual([referrer]);
    expect(audienceOf(submitted(), triage())).toEqual([referrer]);
  });

  it("is the referrer and the body that is asked", () => {
    expect(audienceOf(submitted(), offered({ assignment: assignment({ organisationId: holder }) }))).toEqual([
      referrer,
      holder,
    ]);
  });

  it("is everybody once", () => {
    expect(audienceOf(offered(), accepted())).toEqual([referrer, holder]);
    const walkIn = accepted({ referrals: [referral({ agencyId: holder, channel: "walk_in" })] });
    expect(audienceOf(walkIn, walkIn)).toEqual([holder]);
  });

  it("still holds the body that has just lost the case", () => {
    expect(audienceOf(offered(), submitted())).toEqual([referrer, holder]);
  });

  it("is every referrer when there are several", () => {
    const given = failed({ referrals: [referral(), referral({ agencyId: "petition-office" })] });
    expect(audienceOf(given, given)).toEqual([referrer, "petition-office", holder]);
  });
});

describe("a case exists", () => {
  const given = accepted({ refusedBy: [village.organisationId] });

  it.each([
    ["its referrer", referrer, true],
    ["its holder", holder, true],
    ["a body that declined", village.organisationId, true],
    ["nobody else", city.organisationId, false],
  ])("for %s", (_, organisationId, exists) => expect(isBodyOf(given, organisationId)).toBe(exists));
});
