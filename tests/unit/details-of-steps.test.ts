import { describe, expect, it } from "vitest";
import { audienceOf, type NewEvent } from "../../shared/domain/events.ts";
import { ofAgreement, type Particulars, saidForPapers, saidSince } from "../../shared/domain/particulars.ts";
import { asked, type CallerVerb } from "../../shared/domain/verbs.ts";
import {
  afterwards,
  answerTo,
  city,
  court,
  justiceBureau,
  mediating,
  now,
  police,
  referral,
  town,
  when,
} from "../support/cases.ts";

const whole = {
  requested: "样例",
  partyDetails: [{ party: 1, occupation: "样例" }],
  session: { place: "样例" },
  clauses: [{ text: "样例" }],
  breach: "样例",
  copies: 2,
} satisfies Particulars;

describe("the words that a step has for papers", () => {
  it("are each part by itself, and all of them together", () => {
    for (const [part, said] of Object.entries(whole)) {
      expect(saidForPapers({ [part]: said })).toEqual({ [part]: said });
    }
    expect(saidForPapers({ ...whole, visitor: "样例甲", finding: "样例乙" })).toEqual({
      ...whole,
      visit: { visitor: "样例甲", finding: "样例乙" },
    });
    expect(saidForPapers({ visitor: "样例甲" })).toEqual({ visit: { visitor: "样例甲" } });
    expect(saidForPapers({})).toEqual({});
  });

  it("are of the agreement as far as they say what was agreed, and end with it", () => {
    const { clauses, breach, copies, ...others } = whole;
    expect(ofAgreement(whole)).toEqual({ clauses, breach, copies });
    expect(ofAgreement(others)).toEqual({});
    expect(saidSince(whole, undefined, undefined)).toEqual(whole);
    expect(saidSince(whole, "2026-03-02T00:00:00Z", "2026-03-02T00:00:00.000Z"), "made as that one ended").toEqual(
      whole,
    );
    expect(saidSince(whole, "2026-03-01T23:59:59.999Z", "2026-03-02T00:00:00.000Z")).toEqual(others);
    expect(saidSince(whole, undefined, now)).toEqual(others);
  });
});

describe("a contradiction in the body of a step", () => {
  const issuesOf = (name: CallerVerb, said: object) =>
    asked[name]
      .body()
      .safeParse(said)
      .error?.issues.map(({ path, message }) => [path.join("."), message]);
  const consent = { party: 1, answer: "consented", channel: "telephone", at: now };

  it.each<[CallerVerb, object, string, string]>([
    ["accept", { coMediatorIds: ["m-8"] }, "mediatorId", "required"],
    ["accept", { mediatorId: "m-7", coMediatorIds: ["m-7"] }, "coMediatorIds", "mediator-twice"],
    ["assign-mediator", { mediatorId: "m-7", coMediatorIds: ["m-8", "m-8"] }, "coMediatorIds", "mediator-twice"],
    ["record-consent", { consents: [consent, consent] }, "consents", "party-twice"],
    ["convene-meeting", { organisationIds: ["a1", "a1"], meetAt: now }, "organisationIds", "organisation-twice"],
    [
      "exclude-days",
      { clock: "police-case", reason: "appraisal", from: "2026-03-02", to: "2026-03-01" },
      "to",
      "time-before",
    ],
    ["hand-over", { place: "330421", reason: "other" }, "note", "required"],
  ])("of %s is named with its field and a code: %j", (name, said, path, code) => {
    expect(issuesOf(name, said)).toEqual([[path, code]]);
  });

  it("is none where nothing is named twice and all that is required is said", () => {
    expect(issuesOf("accept", {})).toBeUndefined();
    expect(issuesOf("accept", { mediatorId: "m-7", coMediatorIds: ["m-8"] })).toBeUndefined();
    expect(issuesOf("record-consent", { consents: [consent, { ...consent, party: 2 }] })).toBeUndefined();
    expect(issuesOf("hand-over", { place: "330421", reason: "other", note: "样例" })).toBeUndefined();
    const day = { clock: "police-case", reason: "appraisal", from: "2026-03-02", to: "2026-03-02" };
    expect(issuesOf("exclude-days", day)).toBeUndefined();
  });
});

describe("a case whose referrer has recalled its referral while another has not", () => {
  const given = mediating({ referrals: [referral({ agencyId: court.organisationId }), referral({ recalledAt: now })] });
  const correct = { type: "correct-referral", reason: "样例", amountFen: 1 } as const;

  it("is corrected by the other alone, and recalled again by nobody", () => {
    const recall = { type: "recall", reason: "sent_by_mistake" } as const;
    const stranger = { ...city, role: "agency" } as const;
    expect([police, court, stranger].map((by) => answerTo(() => when(given, correct, by)))).toEqual([
      ...["not-allowed", ["referral.corrected"], "not-allowed"],
    ]);
    expect([police, stranger].map((by) => answerTo(() => when(given, recall, by)))).toEqual([[], "not-allowed"]);
  });
});

describe("a hand-over", () => {
  it("is told to both coordinators, to the body that had the case, and to who sent it", () => {
    const before = mediating();
    const data = {
      from: "330483",
      place: "330421",
      coordinatorId: "bureau-330421",
      reason: "place_elsewhere",
    } as const;
    const event: NewEvent = { type: "case.handed_over", data: { ...data, organisationId: town.organisationId } };
    expect(audienceOf(before, afterwards(before, [event]), event).toSorted()).toEqual(
      ["bureau-330421", justiceBureau.organisationId, police.organisationId, town.organisationId].toSorted(),
    );
  });
});
