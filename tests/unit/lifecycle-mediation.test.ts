import { describe, expect, it } from "vitest";
import { type CaseState, platform } from "../../shared/domain/case.ts";
import type { CaseCommand, Signing } from "../../shared/domain/commands.ts";
import { nextDueAt } from "../../shared/domain/happenings.ts";
import {
  accepted,
  acceptedAssignment,
  agreed,
  agreement,
  consented,
  dispute,
  failed,
  mediating,
  monday,
  now,
  performed,
  performing,
  refusalOf,
  rules,
  seekingConsent,
  town,
  when,
} from "../support/cases.ts";

const soon = "2026-03-03T02:00:00.001Z";
/** Seventy-two hours after now. */
const remindAt = "2026-03-06T02:00:00.000Z";
const closedFor = (failureReason: string, more = {}) => ({
  type: "case.closed",
  data: { outcome: "failed", failureReason, ...more, remindAt },
});

describe("an accepted case", () => {
  it("goes on to ask the parties, once", () => {
    expect(when(accepted(), { type: "seek-consent" }, town)).toEqual([{ type: "consent.sought", data: {} }]);
    expect(when(seekingConsent(), { type: "seek-consent" }, town)).toEqual([]);
  });
});

describe("a case seeking consent", () => {
  const record = (...consents: Extract<CaseCommand, { type: "record-consent" }>["consents"]): CaseCommand => ({
    type: "record-consent",
    consents,
  });

  it("waits until all parties have consented", () => {
    const given = seekingConsent({ dispute: dispute({ partyCount: 3 }), consents: [consented(1)] });
    expect(when(given, record(consented(3)), town)).toEqual([
      { type: "consent.recorded", data: { consents: [consented(3)] } },
    ]);
  });

  it("starts mediation with the last consent", () => {
    const given = seekingConsent({ dispute: dispute({ partyCount: 2 }), consents: [consented(1)] });
    expect(when(given, record(consented(2)), town)).toEqual([
      { type: "consent.recorded", data: { consents: [consented(2)] } },
      { type: "mediation.started", data: {} },
    ]);
  });

  it("counts a party once, however often it consents", () => {
    const given = seekingConsent({ dispute: dispute({ partyCount: 2 }), consents: [consented(1)] });
    const again = consented(1, { channel: "written" });
    expect(when(given, record(again), town)).toEqual([{ type: "consent.recorded", data: { consents: [again] } }]);
  });

  it("fails at once when one party refuses, whatever the others said", () => {
    const refusal = consented(2, { answer: "refused" });
    expect(when(seekingConsent({ consents: [consented(1)] }), record(refusal), town)).toEqual([
      { type: "consent.recorded", data: { consents: [refusal] } },
      closedFor("refused_by_party"),
    ]);
    const changedMind = consented(1, { answer: "refused" });
    expect(when(seekingConsent({ consents: [consented(1)] }), record(changedMind, consented(2)), town)).toEqual([
      { type: "consent.recorded", data: { consents: [changedMind, consented(2)] } },
      closedFor("refused_by_party"),
    ]);
  });

  it.each<[string, CaseState]>([
    ["still seeking others", seekingConsent({ consents: [consented(1)] })],
    ["mediating", mediating({ consents: [consented(1), consented(2)] })],
    ["agreed", agreed({ consents: [consented(1), consented(2)] })],
  ])("records the same consent once: %s", (_, given) => {
    expect(when(given, record(consented(1)), town)).toEqual([]);
  });

  it("that failed by a refusal does not fail again", () => {
    const given = failed({ failureReason: "refused_by_party" });
    expect(when(given, record(consented(2, { answer: "refused" })), town)).toEqual([]);
  });

  it("is mediated under the consents it has: later ones are not a repeat", () => {
    for (const change of [{ at: monday("04:30") }, { channel: "online" }, { answer: "refused" }] as const) {
      expect(refusalOf(() => when(mediating(), record(consented(1, change)), town))).toMatchObject({
        code: "illegal-transition",
      });
    }
  });

  it("refuses a consent that is yet to come, and names it", () => {
    expect(refusalOf(() => when(seekingConsent(), record(consented(1), consented(2, { at: soon })), town))).toEqual({
      code: "time-in-future",
      path: "/consents/1/at",
    });
    expect(when(seekingConsent(), record(consented(2, { at: now })), town)).toHaveLength(2);
  });

  it("refuses a party it does not have, and names it", () => {
    const given = seekingConsent({ dispute: dispute({ partyCount: 2 }) });
    expect(refusalOf(() => when(given, record(consented(2), consented(3)), town))).toEqual({
      code: "unknown-party",
      path: "/consents/1/party",
      partyCount: 2,
    });
  });
});

describe("a case being mediated", () => {
  it("records each session with its time, once", () => {
    const held: CaseCommand = { type: "record-session", heldAt: now };
    expect(when(mediating({ lastSessionAt: monday("05:00") }), held, town)).toEqual([
      { type: "session.held", data: { heldAt: now } },
    ]);
    expect(when(mediating({ lastSessionAt: now }), held, town)).toEqual([]);
    expect(when(mediating(), { type: "record-session", heldAt: now }, town)).toEqual([
      { type: "session.held", data: { heldAt: now } },
    ]);
  });

  it("refuses a session that is yet to come", () => {
    expect(refusalOf(() => when(mediating(), { type: "record-session", heldAt: soon }, town))).toEqual({
      code: "time-in-future",
      path: "/heldAt",
    });
  });

  const signed = (signing: Signing): CaseCommand => ({
    type: "record-agreement",
    signing,
    documentNumber: "桐民调字2026-17",
    amountFen: 350_000,
    performBy: "2026-03-31",
  });

  it.each<[string, string[], string, string]>([
    ["the first signature", [monday("06:00"), monday("05:00")], monday("04:00"), monday("06:00")],
    ["the last signature", [monday("05:00"), monday("06:00")], monday("04:00"), monday("06:00")],
    ["the seal", [monday("05:00"), monday("05:30")], monday("06:00"), monday("06:00")],
    [
      "an instant written with less precision",
      [monday("05:00"), monday("05:59")],
      "2026-03-02T06:00:00Z",
      "2026-03-02T06:00:00Z",
    ],
    [
      "half a second more",
      [monday("05:00"), "2026-03-02T06:00:00Z"],
      "2026-03-02T06:00:00.500Z",
      "2026-03-02T06:00:00.500Z",
    ],
  ])("agrees in writing with effect from the last act: %s", (_, signedAt, sealedAt, effectiveAt) => {
    expect(when(mediating(), signed({ form: "written", signedAt, sealedAt }), town)).toEqual([
      { type: "agreement.reached", data: { agreement: agreement({ form: "written", effectiveAt }) } },
    ]);
  });

  it("agrees orally with effect from the day agreed, and needs neither amount nor date", () => {
    const oral: CaseCommand = {
      type: "record-agreement",
      signing: { form: "oral", agreedAt: monday("06:00") },
      documentNumber: "17",
    };
    expect(when(mediating(), oral, town)).toEqual([
      {
        type: "agreement.reached",
        data: { agreement: { form: "oral", documentNumber: "17", effectiveAt: monday("06:00") } },
      },
    ]);
  });

  it.each<[string, Signing]>([
    ["/signedAt/1", { form: "written", signedAt: [now, soon], sealedAt: now }],
    ["/sealedAt", { form: "written", signedAt: [now, now], sealedAt: soon }],
    ["/agreedAt", { form: "oral", agreedAt: soon }],
  ])("refuses an agreement that is yet to come: %s", (path, signing) => {
    expect(refusalOf(() => when(mediating(), signed(signing), town))).toEqual({ code: "time-in-future", path });
  });

  it.each([1, 3])("of two parties refuses an agreement with %i signatures", (signatures) => {
    const signedAt = Array.from({ length: signatures }, () => now);
    expect(refusalOf(() => when(mediating(), signed({ form: "written", signedAt, sealedAt: now }), town))).toEqual({
      code: "unsigned",
      path: "/signedAt",
      partyCount: 2,
    });
  });

  it("records the same agreement once, and another one not at all", () => {
    const written = signed({ form: "written", signedAt: [now, now], sealedAt: now });
    for (const given of [agreed(), performing(), performed()]) expect(when(given, written, town)).toEqual([]);
    const refused = { code: "illegal-transition" };
    expect(refusalOf(() => when(agreed(), signed({ form: "oral", agreedAt: now }), town))).toMatchObject(refused);
    const other = agreed({ agreement: agreement({ documentNumber: "18" }) });
    expect(refusalOf(() => when(other, written, town))).toMatchObject(refused);
    expect(refusalOf(() => when(failed(), written, town))).toMatchObject(refused);
  });
});

describe.each([
  accepted({ assignment: acceptedAssignment({ mediateDueAt: "2026-04-01T16:00:00.000Z" }) }),
  seekingConsent({ assignment: acceptedAssignment({ mediateDueAt: "2026-04-01T16:00:00.000Z" }) }),
  mediating({ assignment: acceptedAssignment({ mediateDueAt: "2026-04-01T16:00:00.000Z" }) }),
])("a case that is $status", (given) => {
  it("can fail at once, with the reason", () => {
    expect(when(given, { type: "fail", reason: "party_unreachable" }, town)).toEqual([closedFor("party_unreachable")]);
    expect(when(given, { type: "fail", reason: "other", note: "moved abroad" }, town)).toEqual([
      closedFor("other", { note: "moved abroad" }),
    ]);
  });

  it("fails when its period is over, not a moment before", () => {
    expect(nextDueAt(given, rules)).toBe("2026-04-01T16:00:00.000Z");
    expect(when(given, { type: "pass-deadline" }, platform, "2026-04-01T15:59:59.999Z")).toEqual([]);
    expect(when(given, { type: "pass-deadline" }, platform, "2026-04-01T16:00:00.000Z")).toEqual([
      {
        type: "case.closed",
        data: { outcome: "failed", failureReason: "period_over", remindAt: "2026-04-04T16:00:00.000Z" },
      },
    ]);
  });
});
