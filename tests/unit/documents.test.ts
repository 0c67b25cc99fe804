import { describe, expect, it } from "vitest";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { type ClosingOutcome, channel, closingOutcome, type DocumentKind } from "../../shared/domain/codes.ts";
import { missingDocuments, papersAsNeeded, requiredDocuments } from "../../shared/domain/documents.ts";
import { archiveListOf, bundledRulePacks, rulePackInForce } from "../../shared/domain/rule-pack.ts";
import { agreement, archived, closedAs, everyCase, failed, monday, now, papers, referral } from "../support/cases.ts";

const rules = rulePackInForce(bundledRulePacks(), "2026-03-02");
const required = (state: CaseState) => requiredDocuments(state, rules);
const missing = (state: CaseState, file: Parameters<typeof missingDocuments>[1]) =>
  missingDocuments(state, file, rules);

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
    expect(required(given)).toEqual(table[outcome]);
    expect(required(archived(given))).toEqual(table[outcome]);
  });

  it.each(["performed", "defaulted"] as const)("that ended as %s holds the form of an oral agreement", (outcome) => {
    const given = closedAs(outcome, { agreement: agreement({ form: "oral" }) });
    expect(required(given)).toEqual(table[outcome].with(2, "oral_agreement_form"));
  });

  it.each(channel().options)("holds what the channel demands of a settled case besides: %s", (sentBy) => {
    const besides: readonly DocumentKind[] = sentBy === "police_public_order" ? ["parties_application"] : [];
    const settled = (outcome: "performed" | "defaulted", form: "written" | "oral") =>
      closedAs(outcome, { referrals: [referral({ channel: sentBy })], agreement: agreement({ form }) });
    expect(required(settled("performed", "written"))).toEqual([...table.performed, ...besides]);
    expect(required(settled("defaulted", "written"))).toEqual(table.defaulted);
    const inWriting: readonly DocumentKind[] = sentBy === "petition" ? ["agreement"] : [];
    const oral = table.performed.with(2, "oral_agreement_form");
    expect(required(settled("performed", "oral"))).toEqual([...oral, ...besides, ...inWriting]);
  });

  it("lacks a paper of which only a draft lies there that the platform made", () => {
    const all = papers(now, "registration", "mediation_record", "agreement", "performance_proof");
    const given = closedAs("performed", { agreement: agreement({ form: "written" }) });
    const drafted = all.map((paper) => (paper.kind === "agreement" ? { ...paper, madeFrom: { version: 7 } } : paper));
    expect(missing(given, drafted)).toEqual(["agreement"]);
    expect(missing(given, [...drafted, ...papers(now, "agreement")])).toEqual([]);
  });

  it("can be asked for an official form, which lies there under a wider kind", () => {
    const list = archiveListOf(rules);
    const required = [...list.endings.withdrawn.required, "visit_record" as const];
    const asking = {
      archive: { ...list, endings: { ...list.endings, withdrawn: { ...list.endings.withdrawn, required } } },
    };
    const given = closedAs("withdrawn");
    const lacks = (...file: Parameters<typeof missingDocuments>[1]) => missingDocuments(given, file, asking);
    const file = papers(now, "registration", "end_notice");
    expect(lacks(...file, ...papers(now, "other", "rights_notice"))).toEqual(["visit_record"]);
    const [visit] = papers(now, "visit_record");
    expect(visit).toEqual({ kind: "other", paper: "visit_record", addedAt: now });
    expect(lacks(...file, ...papers(now, "visit_record"))).toEqual([]);
    expect(
      lacks(...file, { kind: "other", addedAt: now, paper: "visit_record", madeFrom: { version: 3 } }),
      "a draft",
    ).toEqual(["visit_record"]);
  });

  it("is the registration alone where no body had accepted it", () => {
    const { assignment: _, ...refused } = closedAs("not_accepted");
    expect(required(refused)).toEqual(["registration"]);
  });

  it("is not asked for while the case goes on", () => {
    const open = everyCase.filter(({ status }) => status !== "closed" && status !== "archived");
    expect(open.flatMap(required)).toEqual([]);
  });

  it("lacks what is required and not there, whatever else is", () => {
    const lacks = (...kinds: DocumentKind[]) => missing(failed(), papers(now, ...kinds));
    expect(lacks("appraisal", "registration")).toEqual(["mediation_record", "end_notice"]);
    expect(lacks("end_notice", "mediation_record", "registration")).toEqual([]);
  });

  it("is of this end of the case, where there was an earlier one", () => {
    const given = failed({ papersSince: monday("08:00") });
    const kinds = ["registration", "mediation_record", "end_notice"] as const;
    expect(missing(given, papers(monday("07:59"), ...kinds))).toEqual(["end_notice"]);
    expect(missing(given, papers(monday("08:00"), ...kinds))).toEqual([]);
  });

  it.each(["refused_by_party", "party_unreachable"] as const)(
    "is no record of talks that never were: %s",
    (failureReason) => {
      expect(required(failed({ failureReason }))).toEqual(["registration", "end_notice"]);
    },
  );

  it("holds what is as needed besides, of every ending but a merge", () => {
    expect(papersAsNeeded(closedAs("performed"), rules)).toContain("visit_record");
    expect(papersAsNeeded(closedAs("recalled"), rules)).toEqual(["transfer_letter"]);
    expect(papersAsNeeded(closedAs("merged"), rules)).toEqual([]);
    const { performed, ...others } = archiveListOf(rules).endings;
    const { asNeeded: _, ...bare } = performed;
    const archive = { ...archiveListOf(rules), endings: { ...others, performed: bare } };
    expect(papersAsNeeded(closedAs("performed"), { archive })).toEqual([]);
  });

  it("is judged by the list of its own pack, and by the first that was bundled where that pack had none", () => {
    expect(bundledRulePacks().map(({ archive }) => archive === undefined)).toEqual([true, true, false]);
    expect(archiveListOf({})).toEqual(rules.archive);
    const list = archiveListOf(rules);
    const appraised: DocumentKind[] = ["registration", "appraisal"];
    const recalled = { required: [...appraised], article: "house" };
    const own = { archive: { ...list, endings: { ...list.endings, recalled } } };
    expect(requiredDocuments(closedAs("recalled"), own)).toEqual(["registration", "appraisal"]);
  });
});
