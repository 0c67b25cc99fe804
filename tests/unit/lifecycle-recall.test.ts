import { describe, expect, it } from "vitest";
import { isBodyOf } from "../../shared/domain/audience.ts";
import { isAcknowledged } from "../../shared/domain/case-state.ts";
import { resultOf } from "../../shared/domain/result.ts";
import {
  accepted,
  acceptedAssignment,
  afterwards,
  agreed,
  archived,
  assignment,
  calendars,
  clock,
  closedAs,
  commandErrorOf,
  confirming,
  failed,
  inState,
  justiceBureau,
  mediating,
  merged,
  now,
  offered,
  otherCaseId,
  performed,
  performing,
  police,
  recalled,
  referral,
  rules,
  type Said,
  town,
  when,
} from "../support/cases.ts";

const recall: Said<"recall"> = { type: "recall", reason: "sent_by_mistake" };
const office = { organisationId: "petition-office", role: "agency" } as const;
const petition = referral({ agencyId: office.organisationId, channel: "petition", sourceNumber: "X-1" });

describe.each([
  agreed(),
  confirming(),
  performing({ instalments: [{ number: 1, dueOn: "2026-03-31", paidOn: "2026-03-03" }] }),
])("a case with an agreement that is $status", (given) => {
  const withdrawn = afterwards(given, when(given, recall, police));

  it("keeps all that it had when its referrer recalls: only the referrer is withdrawn", () => {
    expect(when(given, { ...recall, note: "as agreed" }, police)).toEqual([
      {
        type: "referrer.withdrawn",
        data: { agencyId: police.organisationId, reason: "sent_by_mistake", note: "as agreed" },
      },
    ]);
    expect(withdrawn).toEqual({ ...given, referrals: [referral({ withdrawnAt: now })] });
  });

  it("is recalled once", () => expect(when(withdrawn, recall, police)).toEqual([]));

  it("stays with all its bodies", () => expect(isBodyOf(withdrawn, police.organisationId)).toBe(true));

  it("is left by one of two referrers, with the clocks of both", () => {
    const two = { ...given, referrals: [referral(), petition] satisfies [unknown, unknown] };
    const both = { ...two, senderClocks: [clock("petition-answer")] };
    expect(afterwards(both, when(both, recall, office))).toEqual({
      ...both,
      referrals: [referral(), { ...petition, withdrawnAt: now }],
    });
  });
});

describe("a referrer that withdrew after the agreement", () => {
  const given = agreed({ referrals: [referral({ withdrawnAt: now })] });
  const performance: Said = { type: "complete-performance", performedOn: "2026-03-03", proof: "receipt" };
  const over = inState("closed", afterwards(given, when(given, performance, town)));

  it("gets the result, and acknowledges it", () => {
    expect(resultOf(over, over.referrals[0], { rules, calendars })).toMatchObject({ outcome: "performed" });
    expect(isAcknowledged(over)).toBe(false);
    expect(isAcknowledged(afterwards(over, when(over, { type: "acknowledge-result" }, police)))).toBe(true);
  });

  it("recalls the rest where the court has refused and nothing is agreed any more", () => {
    const anew = mediating({ referrals: [referral({ withdrawnAt: now })] });
    expect(when(anew, recall, police)).toMatchObject([{ type: "case.closed", data: { outcome: "recalled" } }]);
  });
});

it("an agreement is kept when the case is parted from the last agency that had not recalled", () => {
  const given = agreed({ referrals: [petition, referral({ recalledAt: now })] });
  const part: Said = {
    type: "part-referrals",
    referrals: [{ agencyId: petition.agencyId, sourceNumber: petition.sourceNumber }],
    to: otherCaseId,
  };
  const happened = when(given, part, justiceBureau);
  expect(happened.map(({ type }) => type)).toEqual(["referrals.parted"]);
  expect(afterwards(given, happened)).toMatchObject({ status: "agreed", agreement: given.agreement });
});

const again: Said<"send-again"> = { type: "send-again", sourceNumber: referral().sourceNumber, as: otherCaseId };

describe("a number", () => {
  const { assignment: _, ...notAccepted } = closedAs("not_accepted");
  it.each([
    ["the case was recalled", recalled()],
    ["the case was recalled and archived", archived(recalled())],
    ["the case was not accepted", notAccepted],
    [
      "it was recalled while the case goes on for another agency",
      mediating({ referrals: [petition, referral({ recalledAt: now })] }),
    ],
  ])("is sent again once %s", (_when, given) => {
    const happened = when(given, again, police);
    expect(happened).toEqual([
      {
        type: "referral.sent_again",
        data: { agencyId: police.organisationId, sourceNumber: again.sourceNumber, caseId: otherCaseId },
      },
    ]);
    const after = afterwards(given, happened);
    expect(after.status).toBe(given.status);
    expect(after.referrals.map(({ resentAs }) => resentAs)).toContain(otherCaseId);
    expect(when(after, again, police), "once more").toEqual([]);
    const other: Said = { ...again, as: "0190a0de-0000-7000-8000-000000000003" };
    expect(
      commandErrorOf(() => when(after, other, police)),
      "as a third case",
    ).toMatchObject({ code: "illegal-transition" });
  });

  it.each([
    offered({ assignment: assignment() }),
    accepted({ assignment: acceptedAssignment() }),
    agreed({ referrals: [referral({ withdrawnAt: now })] }),
    failed(),
    performed(),
    merged(),
  ])("stands while the case is $status", (given) => {
    expect(commandErrorOf(() => when(given, again, police))).toMatchObject({ code: "illegal-transition" });
  });
});

describe("a case whose referral was sent again", () => {
  const reopen: Said = { type: "reopen", reason: "new_facts" };

  it("is not reopened beside the one in which it goes on", () => {
    const given = recalled({ referrals: [referral({ resentAs: otherCaseId })] });
    expect(commandErrorOf(() => when(given, reopen, justiceBureau))).toEqual({
      code: "sent-again",
      resentAs: otherCaseId,
    });
  });

  it("is reopened for the other agency alone", () => {
    const given = closedAs("not_accepted", { referrals: [referral({ resentAs: otherCaseId }), petition] });
    const after = afterwards(given, when(given, reopen, justiceBureau));
    expect(after.referrals).toEqual([petition, referral({ resentAs: otherCaseId, recalledAt: now })]);
  });

  it("takes the new one in when both are merged, in place of the old one", () => {
    const given = mediating({ referrals: [petition, referral({ recalledAt: now, resentAs: otherCaseId })] });
    const joining = referral({ joinedFrom: otherCaseId, resentFrom: given.caseId });
    const join: Said = { type: "join-referral", referral: joining };
    const after = afterwards(given, when(given, join, justiceBureau));
    expect(after.referrals).toEqual([petition, joining]);
    expect(when(after, join, justiceBureau), "once more").toEqual([]);
  });
});
