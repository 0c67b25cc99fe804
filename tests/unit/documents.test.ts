import { describe, expect, it } from "vitest";
import { type ClosingOutcome, channel, closingOutcome, type DocumentKind } from "../../shared/domain/codes.ts";
import { missingDocuments, requiredDocuments } from "../../shared/domain/documents.ts";
import { agreement, archived, closedAs, everyCase, failed, monday, now, papers, referral } from "../support/cases.ts";

const table: { readonly [Outcome in ClosingOutcome]: readonly DocumentKind[] } = {
  performed: ["registration", "mediation_record", "agreement", "performance_proof"],
  defaulted: ["registration", "mediation_record", "agreement", "end_notice"],
  failed: ["registration", "mediation_record", "end_notice"],
  withdrawn: ["registration", "end_notice"],
  void: ["registration", "end_notice"],
  not_accepted: ["registration", "end_notice"],
  recalled: ["registration"],
  merged: [],
};

describe("the file of a case", () => {
  it.each(closingOutcome().options)("that ended as %s holds what the checklist says, archived too", (outcome) => {
    const given = closedAs(outcome, { agreement: agreement({ form: "written" }) });
    expect(requiredDocuments(given)).toEqual(table[outcome]);
    expect(requiredDocuments(archived(given))).toEqual(table[outcome]);
  });

  it.each(["performed", "defaulted"] as const)("that ended as %s holds the form of an oral agreement", (outcome) => {
    const given = closedAs(outcome, { agreement: agreement({ form: "oral" }) });
    expect(requiredDocuments(given)).toEqual(table[outcome].with(2, "oral_agreement_form"));
  });

  it.each(channel().options)("holds what the channel demands of a settled case besides: %s", (sentBy) => {
    const besides: readonly DocumentKind[] = sentBy === "police_public_order" ? ["parties_application"] : [];
    const settled = (outcome: "performed" | "defaulted", form: "written" | "oral") =>
      closedAs(outcome, { referrals: [referral({ channel: sentBy })], agreement: agreement({ form }) });
    expect(requiredDocuments(settled("performed", "written"))).toEqual([...table.performed, ...besides]);
    expect(requiredDocuments(settled("defaulted", "written"))).toEqual(table.defaulted);
    const inWriting: readonly DocumentKind[] = sentBy === "petition" ? ["agreement"] : [];
    const oral = table.performed.with(2, "oral_agreement_form");
    expect(requiredDocuments(settled("performed", "oral"))).toEqual([...oral, ...besides, ...inWriting]);
  });

  it("lacks a paper of which only a draft lies there that the platform made", () => {
    const all = papers(now, "registration", "mediation_record", "agreement", "performance_proof");
    const given = closedAs("performed", { agreement: agreement({ form: "written" }) });
    const drafted = all.map((paper) => (paper.kind === "agreement" ? { ...paper, madeFrom: { version: 7 } } : paper));
    expect(missingDocuments(given, drafted)).toEqual(["agreement"]);
    expect(missingDocuments(given, [...drafted, ...papers(now, "agreement")])).toEqual([]);
  });

  it("is the registration alone where no body had accepted it", () => {
    const { assignment: _, ...refused } = closedAs("not_accepted");
    expect(requiredDocuments(refused)).toEqual(["registration"]);
  });

  it("is not asked for while the case goes on", () => {
    const open = everyCase.filter(({ status }) => status !== "closed" && status !== "archived");
    expect(open.flatMap(requiredDocuments)).toEqual([]);
  });

  it("lacks what is required and not there, whatever else is", () => {
    const lacks = (...kinds: DocumentKind[]) => missingDocuments(failed(), papers(now, ...kinds));
    expect(lacks("appraisal", "registration")).toEqual(["mediation_record", "end_notice"]);
    expect(lacks("end_notice", "mediation_record", "registration")).toEqual([]);
  });

  it("is of this end of the case, where there was an earlier one", () => {
    const given = failed({ papersSince: monday("08:00") });
    const kinds = ["registration", "mediation_record", "end_notice"] as const;
    expect(missingDocuments(given, papers(monday("07:59"), ...kinds))).toEqual(["end_notice"]);
    expect(missingDocuments(given, papers(monday("08:00"), ...kinds))).toEqual([]);
  });

  it.each(["refused_by_party", "party_unreachable"] as const)(
    "is no record of talks that never were: %s",
    (failureReason) => {
      expect(requiredDocuments(failed({ failureReason }))).toEqual(["registration", "end_notice"]);
    },
  );
});
