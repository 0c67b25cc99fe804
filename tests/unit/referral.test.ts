import { describe, expect, it } from "vitest";
import { referralSubmission } from "../../shared/contracts/referral.ts";
import { type Channel, channel } from "../../shared/domain/codes.ts";

const courtNumber = "（2026）浙0483民诉前调17号";
const party = { side: "applicant", kind: "natural_person", name: "甲" };
const parties = [party, { ...party, side: "respondent", name: "乙" }];
const ownDate = { mediateBy: "2026-04-10" };
const dispute = { category: "02", summary: "Water from the floor above" };

/** What is wrong with a submission: the path and the code of each error. */
const errorsOf = (sentBy: Channel, changes: object = sentBy === "procuratorate" ? ownDate : {}): string[] => {
  const sent = { sourceNumber: courtNumber, channel: sentBy, dispute, parties, ...changes };
  const { error } = referralSubmission().safeParse(sent);
  return (error?.issues ?? []).map(({ path, message }) => `/${path.join("/")} ${message}`);
};

const others = (...excepted: Channel[]): Channel[] => channel().options.filter((name) => !excepted.includes(name));

describe("a submission", () => {
  it.each(channel().options)("is taken by %s", (sentBy) => {
    expect(errorsOf(sentBy)).toEqual([]);
  });

  it("states the day to mediate by where the referrer sets it, and nowhere else", () => {
    expect(errorsOf("procuratorate", {})).toEqual(["/mediateBy required"]);
    for (const sentBy of others("procuratorate")) {
      expect(errorsOf(sentBy, ownDate)).toEqual(["/mediateBy not-for-this-channel"]);
    }
  });

  it("states summary procedure of a docketed case only", () => {
    expect(errorsOf("court_after_docketing", { summaryProcedure: true })).toEqual([]);
    for (const sentBy of others("court_after_docketing")) {
      expect(errorsOf(sentBy, { summaryProcedure: true })).toContain("/summaryProcedure not-for-this-channel");
    }
  });

  it("carries a court's case number if a court sends it", () => {
    for (const sentBy of ["court_before_docketing", "court_after_docketing"] as const) {
      expect(errorsOf(sentBy, { sourceNumber: "17" })).toEqual(["/sourceNumber not-a-court-case-number"]);
    }
    for (const sentBy of others("court_before_docketing", "court_after_docketing")) {
      expect(errorsOf(sentBy, { sourceNumber: "17" })).not.toContain("/sourceNumber not-a-court-case-number");
    }
  });
});
