import { describe, expect, it } from "vitest";
import { papersNow } from "../../../shared/papers/papers-now.ts";
import {
  accepted,
  agreed,
  archived,
  closedAs,
  confirming,
  failed,
  mediating,
  offered,
  performing,
  referral,
  suspended,
  triage,
} from "../../support/cases.ts";

const oral = { ...agreed().agreement, form: "oral" as const };

describe("the papers that are due", () => {
  it("are those of the step that was taken and of the one that comes", () => {
    expect(papersNow(offered())).toEqual([]);
    expect(papersNow(triage({ reason: "nobody-left" }))).toEqual(["return_letter"]);
    expect(papersNow(triage({ reason: "unknown-place" }))).toEqual([]);
    expect(papersNow(accepted())).toEqual(["registration", "rights_notice", "application"]);
    expect(papersNow(mediating())).toEqual([
      ...["mediation_record", "agreement", "oral_agreement_form", "investigation_record"],
    ]);
    expect(papersNow(suspended())[0]).toBe("investigation_record");
    expect(papersNow(confirming())).toEqual(["confirmation_application", "committee_certificate"]);
  });

  it("are the agreement in the form in which it was reached", () => {
    expect(papersNow(agreed())[0]).toBe("agreement");
    expect(papersNow(agreed({ agreement: oral }))[0]).toBe("oral_agreement_form");
    expect(papersNow(performing())).toEqual(["visit_record", "agreement"]);
  });

  it("are what ended it, the letter to each referrer that gets one, and the file's own", () => {
    const file = ["cover", "contents", "case_note", "back_cover"];
    const [first] = failed().referrals;
    const court = { ...first, channel: "court_before_docketing" as const };
    expect(papersNow(failed({ referrals: [court, { ...court, sourceNumber: "样例" }] }))).toEqual([
      ...["end_notice", "court_feedback", ...file],
    ]);
    const walkIn = [referral({ channel: "walk_in" })] as const;
    expect(papersNow(closedAs("performed", { referrals: [...walkIn] }))).toEqual(["visit_record", ...file]);
    expect(papersNow(closedAs("defaulted", { referrals: [...walkIn] }))).toEqual([
      "visit_record",
      "end_notice",
      ...file,
    ]);
    expect(papersNow(closedAs("not_accepted", { referrals: [...walkIn] }))).toEqual(["refusal_notice", ...file]);
    expect(papersNow(closedAs("recalled"))).toEqual(file);
  });

  it("are the form for pay once a settled file is put away", () => {
    expect(papersNow(archived(closedAs("performed")))).toEqual(["incentive_form"]);
    expect(papersNow(archived(failed()))).toEqual([]);
  });
});
