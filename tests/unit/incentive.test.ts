import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actor } from "../../shared/domain/case.ts";
import {
  type ClaimCommand,
  decideClaim,
  evolveClaim,
  possibleClaimCommands,
  possibleClaimCommandsFor,
} from "../../shared/domain/claim-steps.ts";
import {
  amountBy,
  bundledTariffs,
  type ClaimStatus,
  claimFor,
  claimStatus,
  factsOf,
  type IncentiveClaim,
  type IncentiveFacts,
  incentiveClaim,
  quarterOf,
  standsFor,
  tariff,
  tariffInForce,
} from "../../shared/domain/incentive.ts";
import {
  acceptedAssignment,
  acknowledged,
  agreement,
  archived,
  caseId,
  closedAs,
  commandErrorOf,
  dispute,
  failed,
  justiceBureau,
  now,
  performed,
  rules,
  submitted,
  town,
  village,
} from "../support/cases.ts";

const rate = tariffInForce(bundledTariffs(), "2026-03-02");
const facts = (changes: Partial<IncentiveFacts> = {}): IncentiveFacts => ({
  hard: false,
  form: "written",
  people: 2,
  agreedFen: 350_000,
  outcome: "performed",
  ...changes,
});
const settled = archived(acknowledged(performed({ assignment: acceptedAssignment({ mediatorId: "m-7" }) })));
const claiming = {
  by: town,
  at: now,
  county: "330483",
  rules,
  tariffs: bundledTariffs(),
  mediator: { publicEmployee: false },
};
const claimed = claimFor(settled, claiming);
/** In this status, as one person after another would have brought it there. */
const inStatus = (status: ClaimStatus, ...officers: (string | undefined)[]): IncentiveClaim => {
  const way = (["reviewed", "approved", "paid"] as const).slice(0, ["claimed", "reviewed", "approved"].indexOf(status));
  const steps = (status === "claimed" || status === "rejected" ? [] : way).map((to, index) => ({
    status: to,
    at: now,
    by: bureau(index in officers ? officers[index] : `样例${index}`),
  }));
  return { ...claimed, status, steps: [...claimed.steps, ...steps] };
};
const reasonFor = (attempt: () => unknown): unknown =>
  commandErrorOf(() => {
    attempt();
    return [];
  });

describe("the tariff", () => {
  it("of 2026 pays by difficulty, form, people, amount and performance", () => {
    expect(amountBy(rate, facts())).toEqual({
      parts: { difficultyFen: 5000, formFen: 5000, peopleFen: 0, amountFen: 0, performanceFen: 5000 },
      amountFen: 15_000,
    });
    expect(amountBy(rate, facts({ form: "oral", outcome: "defaulted" })).amountFen).toBe(5000);
    expect(amountBy(rate, facts({ hard: true, people: 9, agreedFen: 9_999_999 })).amountFen).toBe(48_000);
  });

  it("pays nothing for people or amounts below its first step, and no more than its bound", () => {
    expect(amountBy(rate, facts({ people: 1 })).parts.peopleFen).toBe(0);
    const high = { ...rate, people: [], amount: [{ fromFen: 1, addFen: 0 }], atMostFen: 12_000 };
    expect(amountBy(high, facts({ agreedFen: 0 })).amountFen).toBe(12_000);
  });

  it("pays a step from its very number on", () => {
    const stepped = { ...rate, people: [{ from: 3, addFen: 7 }], amount: [{ fromFen: 1000, addFen: 9 }] };
    const paid = (people: number, agreedFen: number) => {
      const { peopleFen, amountFen } = amountBy(stepped, facts({ people, agreedFen })).parts;
      return [peopleFen, amountFen];
    };
    expect([paid(2, 999), paid(3, 1000)]).toEqual([
      [0, 0],
      [7, 9],
    ]);
  });

  it("is one county's at most, and says in some words why it comes late", () => {
    const isTaken = (change: object) => tariff().safeParse({ ...rate, ...change }).success;
    expect(["330483", "330000", "1330483", "3304831"].map((county) => isTaken({ county }))).toEqual([
      ...[true, false, false, false],
    ]);
    expect(["样例", "x".repeat(500), "x".repeat(501), " "].map((lateReason) => isTaken({ lateReason }))).toEqual([
      ...[true, true, false, false],
    ]);
  });

  it("is the latest that has begun, and refuses a day before the first", () => {
    const next = { ...rate, version: "2027-01-01", effectiveFrom: "2027-01-01" };
    const packs = [...bundledTariffs(), next];
    expect(tariffInForce(packs, "2026-12-31").version).toBe("2026-01-01");
    expect(tariffInForce(packs, "2027-01-01").version).toBe("2027-01-01");
    expect(() => tariffInForce(packs, "2025-12-31")).toThrow("no tariff is in force on 2025-12-31");
  });

  it("is the county's own where it has one, though the house's began later", () => {
    const own = { ...rate, version: "2026-03-01", county: "330483", effectiveFrom: "2026-03-01", atMostFen: 20_000 };
    const house = { ...rate, version: "2026-06-01", effectiveFrom: "2026-06-01" };
    const packs = [...bundledTariffs(), own, house];
    expect(tariffInForce(packs, "2026-02-28", "330483")).toEqual(rate);
    expect(tariffInForce(packs, "2026-07-01", "330483")).toEqual(own);
    expect(tariffInForce(packs, "2026-07-01", "330421"), "another county's").toEqual(house);
    expect(tariffInForce(packs, "2026-07-01"), "no county's").toEqual(house);
  });

  it("is that of the nearest layer that has one", () => {
    const province = { ...rate, scope: "33", version: "p", effectiveFrom: "2026-06-01", atMostFen: 700_00 };
    const county = { ...rate, county: "330483", version: "c", effectiveFrom: "2026-09-01" };
    const nation = { ...rate, scope: "cn", version: "n", effectiveFrom: "2027-01-01" };
    const packs = [...bundledTariffs(), county, nation, province];
    const versions = (day: string) =>
      ["330483", "330421", "450123", "33", "cn"].map((scope) => tariffInForce(packs, day, scope).version);
    expect(versions("2026-05-31")).toEqual(Array.from({ length: 5 }, () => rate.version));
    expect(versions("2026-06-01")).toEqual(["p", "p", rate.version, "p", rate.version]);
    expect(versions("2026-09-01")).toEqual(["c", "p", rate.version, "p", rate.version]);
    expect(versions("2027-01-01")).toEqual(["c", "p", "n", "p", "n"]);
    expect(claimFor(settled, { ...claiming, tariffs: [{ ...province, effectiveFrom: "2026-01-01" }] }).tariff).toBe(
      "33:p",
    );
  });

  it("is refused with the field and a code or words for it", () => {
    const issueOf = (change: object) =>
      tariff()
        .safeParse({ ...rate, ...change })
        .error?.issues.map(({ path, message }) => [path.join("."), message]);
    expect(issueOf({ county: "330000" })).toEqual([["county", "county-code"]]);
    expect(issueOf({ people: rate.people.toReversed() })).toEqual([["", "the steps of people ascend"]]);
    expect(issueOf({ amount: rate.amount.toReversed() })).toEqual([["", "the steps of amount ascend"]]);
    expect(issueOf({ scope: "33", county: "330483" })).toEqual([
      ["county", "scope and county name the same county, or one of them is left out"],
    ]);
  });

  it("is one layer's", () => {
    expect(tariff().safeParse({ ...rate, scope: "330483", county: "330483" }).success).toBe(true);
    expect(tariff().safeParse({ ...rate, scope: "33", county: "330483" }).success).toBe(false);
    expect(tariff().safeParse({ ...rate, scope: "330000000000" }).data?.scope).toBe("33");
  });

  it("is named in a claim with its county, so that two of the same version are told apart", () => {
    const own = { ...rate, county: "330483", difficultyFen: { simple: 100, hard: 100 } };
    const byOwn = claimFor(settled, { ...claiming, tariffs: [...bundledTariffs(), own] });
    expect([byOwn.tariff, byOwn.parts.difficultyFen]).toEqual(["330483:2026-01-01", 100]);
    expect([claimed.tariff, claimed.parts.difficultyFen]).toEqual(["2026-01-01", 5000]);
    const made = claimFor(settled, claiming);
    expect([made.status, made.steps]).toEqual(["claimed", [{ status: "claimed", at: now, by: town }]]);
  });

  it("refuses more than ¥100,000 for one dispute", () => {
    expect(tariff().safeParse({ ...rate, atMostFen: 10_000_000 }).success).toBe(true);
    expect(tariff().safeParse({ ...rate, atMostFen: 10_000_001 }).success).toBe(false);
  });

  it("refuses amounts that are not whole fen, and steps that do not ascend", () => {
    expect(tariff().safeParse({ ...rate, atMostFen: 0.5 }).success).toBe(false);
    expect(tariff().safeParse({ ...rate, formFen: { oral: 0, written: 33.3 } }).success).toBe(false);
    expect(tariff().safeParse({ ...rate, people: rate.people.toReversed() }).success).toBe(false);
    expect(tariff().safeParse({ ...rate, amount: [...rate.amount, ...rate.amount.slice(0, 1)] }).success).toBe(false);
  });

  it("pays whole fen whatever the facts", () => {
    const any = fc.record({
      hard: fc.boolean(),
      form: fc.constantFrom("written" as const, "oral" as const),
      people: fc.integer({ min: 1, max: 500 }),
      agreedFen: fc.integer({ min: 0, max: 1e15 }),
      outcome: fc.constantFrom("performed" as const, "defaulted" as const),
    });
    void fc.assert(
      fc.property(any, (each) => {
        const { parts, amountFen } = amountBy(rate, each);
        const sum = Object.values(parts).reduce((total, part) => total + part, 0);
        expect(Number.isInteger(amountFen)).toBe(true);
        expect(amountFen).toBe(Math.min(sum, rate.atMostFen));
      }),
    );
  });
});

describe("a claim", () => {
  it("rests on the archived facts, by the tariff in force when the case was closed", () => {
    expect(incentiveClaim().parse(claimed)).toEqual({
      claimId: caseId,
      organisationId: town.organisationId,
      mediatorId: "m-7",
      county: "330483",
      quarter: "2026Q1",
      tariff: "2026-01-01",
      facts: facts(),
      ...amountBy(rate, facts()),
      status: "claimed",
      steps: [{ status: "claimed", at: now, by: town }],
    });
    const { amountFen: _, ...free } = agreement();
    expect(factsOf({ ...settled, agreement: free }, rules)?.agreedFen).toBe(0);
    expect(factsOf({ ...settled, dispute: dispute({ riskGrade: "orange" }) }, rules)?.hard).toBe(true);
    expect(factsOf({ ...settled, outcome: "defaulted" }, rules)?.outcome).toBe("defaulted");
  });

  it("stands as long as the case is what it was made for, and not for another body's or another agreement", () => {
    expect(standsFor(claimed, settled, rules)).toBe(true);
    expect(standsFor(claimed, submitted(), rules)).toBe(false);
    expect(
      standsFor(claimed, acknowledged(performed({ assignment: acceptedAssignment({ mediatorId: "m-7" }) })), rules),
    ).toBe(false);
    const { agreement: _, ...settledThemselves } = settled;
    expect(factsOf(settledThemselves, rules), "the parties settled by themselves").toBeUndefined();
    const others = acceptedAssignment({ organisationId: village.organisationId });
    expect(standsFor(claimed, { ...settled, assignment: others }, rules)).toBe(false);
    const dearer = agreement({ amountFen: 9_999_900 });
    expect(standsFor(claimed, { ...settled, agreement: dearer }, rules)).toBe(false);
  });

  it("counts by the quarter in Shanghai in which the file was archived", () => {
    expect(quarterOf("2026-03-31T15:59:59.000Z")).toBe("2026Q1");
    expect(quarterOf("2026-03-31T16:00:00.000Z")).toBe("2026Q2");
    expect(quarterOf("2026-12-31T15:00:00.000Z")).toBe("2026Q4");
  });

  const notArchived = { code: "no-claim", reason: "not-archived" };
  it.each([
    ["that is closed and not archived", acknowledged(performed())],
    ["that failed", archived(acknowledged(failed()))],
    ["whose agreement is void", archived(acknowledged(closedAs("void", { agreement: agreement() })))],
  ])("is refused for a case %s", (_, state) => {
    expect(reasonFor(() => claimFor(state, claiming))).toMatchObject(notArchived);
  });

  it("is refused to any body but the one that mediated", () => {
    expect(reasonFor(() => claimFor(settled, { ...claiming, by: village }))).toMatchObject({ code: "not-allowed" });
    const { assignment: _, ...nobodys } = settled;
    expect(reasonFor(() => claimFor(nobodys, claiming))).toMatchObject({ code: "not-allowed" });
  });

  it("needs a registered mediator who is not on a public payroll", () => {
    const nameless = { ...settled, assignment: acceptedAssignment() };
    const because = (reason: string) => ({ code: "no-claim", reason });
    expect(reasonFor(() => claimFor(nameless, claiming))).toMatchObject(because("no-mediator"));
    expect(reasonFor(() => claimFor(settled, { ...claiming, mediator: undefined }))).toMatchObject(
      because("unknown-mediator"),
    );
    expect(reasonFor(() => claimFor(settled, { ...claiming, mediator: { publicEmployee: true } }))).toMatchObject(
      because("public-employee"),
    );
  });
});

const commands: readonly ClaimCommand[] = [
  { type: "review" },
  { type: "approve" },
  { type: "reject", reason: "样例" },
  { type: "pay" },
  { type: "reverse", cause: "agreement_voided", reason: "样例" },
];
const leadsTo = {
  review: "reviewed",
  approve: "approved",
  reject: "rejected",
  pay: "paid",
  reverse: "reversed",
} as const;
const bureau = (officer?: string, personId?: string): Actor => ({
  ...justiceBureau,
  ...(officer === undefined ? {} : { officer }),
  ...(personId === undefined ? {} : { personId }),
});
const context = { at: now, by: bureau("样例甲"), stands: true };
const allowed: Readonly<Record<ClaimStatus, readonly ClaimCommand["type"][]>> = {
  claimed: ["review", "reject"],
  reviewed: ["approve", "reject"],
  approved: ["reject", "pay"],
  rejected: [],
  paid: ["reverse"],
  reversed: [],
};
const everyStep = claimStatus().options.flatMap((status) => commands.map((command) => ({ status, command })));

describe("a claim on its way", () => {
  it.each(everyStep)("that is $status is asked to $command.type", ({ status, command }) => {
    const claim = inStatus(status);
    const attempt = () => decideClaim(command, claim, context);
    if (status === leadsTo[command.type]) {
      const elsewhere = { ...context, by: { ...context.by, organisationId: "another-bureau" } };
      return expect(reasonFor(() => decideClaim(command, claim, elsewhere))).toMatchObject({
        code: "already-done-otherwise",
      });
    }
    if (!allowed[status].includes(command.type)) {
      return expect(reasonFor(attempt)).toMatchObject({
        code: "illegal-claim-step",
        status,
        possible: possibleClaimCommands(status),
      });
    }
    const step = attempt();
    expect(step).toMatchObject({ status: leadsTo[command.type], at: now, by: context.by });
    expect(step?.reason).toBe("reason" in command ? command.reason : undefined);
    if (step === undefined) throw new Error("there is a step");
    return expect(evolveClaim(claim, step)).toEqual({ ...claim, status: step.status, steps: [...claim.steps, step] });
  });

  it("takes the same step once, and says what stands when other words are sent, or by somebody else", () => {
    const reversed = { type: "reverse", cause: "agreement_voided", reason: "样例" } as const;
    const step = decideClaim(reversed, inStatus("paid"), context);
    if (step === undefined) throw new Error("there is a step");
    expect(step.cause).toBe("agreement_voided");
    const done = evolveClaim(inStatus("paid"), step);
    const again = (changes: object, by = context.by) =>
      reasonFor(() => decideClaim({ ...reversed, ...changes }, done, { ...context, by }));
    expect(decideClaim(reversed, done, context)).toBeUndefined();
    const otherwise = { code: "already-done-otherwise", stands: step };
    expect(again({ reason: "another" })).toMatchObject(otherwise);
    expect(again({ cause: "case_reopened" })).toMatchObject(otherwise);
    expect(again({}, { ...justiceBureau, organisationId: "another-bureau" })).toMatchObject(otherwise);
    const { cause: _, ...ofOldRelease } = step;
    expect(decideClaim(reversed, evolveClaim(inStatus("paid"), ofOldRelease), context)).toBeUndefined();
  });

  describe("with four eyes", () => {
    const by = (actor: Actor, type: "review" | "approve" | "pay", claim: IncentiveClaim) =>
      reasonFor(() => decideClaim({ type }, claim, { ...context, by: actor }));
    const reviewed = inStatus("reviewed", "张样例");
    const other = { code: "other-person-required" };

    it("is not approved by who reviewed it, nor paid by who approved it, however the name is written", () => {
      for (const name of ["张样例", " 张 样例"]) {
        expect(by(bureau(name), "approve", reviewed)).toMatchObject({
          ...other,
          reason: "same-person",
          step: "reviewed",
        });
      }
      expect(by(bureau("李样例"), "approve", reviewed)).toEqual({ happened: [] });
      const approved = inStatus("approved", "张样例", "李样例");
      expect(by(bureau("李样例"), "pay", approved)).toMatchObject({ ...other, step: "approved" });
      expect(by(bureau("张样例"), "pay", approved)).toEqual({ happened: [] });
      expect(possibleClaimCommandsFor(approved, bureau("李样例"))).toEqual(["reject"]);
    });

    it("knows who signed in by the id, and who acts by key and by console by the name", () => {
      const step = { status: "reviewed", at: now, by: bureau("张样例", "p-1") } as const;
      const signedIn: IncentiveClaim = { ...claimed, status: "reviewed", steps: [...claimed.steps, step] };
      expect(by(bureau("改名", "p-1"), "approve", signedIn)).toMatchObject(other);
      expect(by(bureau("张样例", "p-2"), "approve", signedIn)).toEqual({ happened: [] });
      expect(by(bureau("张样例"), "approve", signedIn)).toMatchObject(other);
      const alsoClaimed = {
        ...reviewed,
        steps: [{ ...claimed.steps[0], by: { ...town, personId: "p-3" } }, ...reviewed.steps.slice(1)],
      };
      expect(by(bureau("王样例", "p-3"), "approve", incentiveClaim().parse(alsoClaimed))).toMatchObject({
        ...other,
        step: "claimed",
      });
      expect(by(bureau("Li"), "approve", reviewed)).toEqual({ happened: [] });
    });

    it("asks for a name, and shows what can be done with one", () => {
      expect(possibleClaimCommandsFor(claimed, bureau())).toEqual(["review", "reject"]);
      expect(possibleClaimCommandsFor(reviewed, bureau())).toEqual(["approve", "reject"]);
      for (const [type, claim] of [
        ["review", claimed],
        ["approve", reviewed],
        ["pay", inStatus("approved")],
      ] as const) {
        expect(by(bureau(), type, claim)).toMatchObject({ ...other, reason: "unnamed" });
      }
    });

    it("takes a step of before that names nobody again, so that the claim can go on", () => {
      const unnamed = inStatus("reviewed", undefined);
      expect(by(bureau("张样例"), "approve", unnamed)).toMatchObject({
        ...other,
        reason: "unnamed-before",
        step: "reviewed",
      });
      expect(possibleClaimCommandsFor(unnamed, bureau("张样例"))).toEqual(["reject", "review"]);
      const step = decideClaim({ type: "review" }, unnamed, { ...context, by: bureau("张样例") });
      if (step === undefined) throw new Error("it is reviewed again");
      const again = evolveClaim(unnamed, step);
      expect(by(bureau("李样例"), "approve", again)).toEqual({ happened: [] });
      expect(decideClaim({ type: "review" }, again, { ...context, by: bureau("李样例") })).toBeUndefined();
      const approved = inStatus("approved", "张样例", undefined);
      expect(possibleClaimCommandsFor(approved, bureau("李样例"))).toEqual(["reject", "approve"]);
      expect(decideClaim({ type: "approve" }, approved, { ...context, by: bureau("李样例") })?.status).toBe("approved");
    });
  });

  it("says what is possible", () => {
    for (const status of claimStatus().options) expect(possibleClaimCommands(status)).toEqual(allowed[status]);
  });

  it("goes no further once its case is open again, but may be rejected or taken back", () => {
    const open = { ...context, stands: false };
    const gone = { code: "no-claim", reason: "not-archived" };
    expect(reasonFor(() => decideClaim({ type: "review" }, claimed, open))).toMatchObject(gone);
    expect(reasonFor(() => decideClaim({ type: "pay" }, inStatus("approved"), open))).toMatchObject(gone);
    expect(decideClaim({ type: "reject", reason: "样例" }, claimed, open)?.status).toBe("rejected");
    const reopened = { type: "reverse", cause: "case_reopened", reason: "样例" } as const;
    expect(decideClaim(reopened, inStatus("paid"), open)?.status).toBe("reversed");
    expect(reasonFor(() => decideClaim(reopened, inStatus("paid"), context))).toMatchObject({
      code: "no-claim",
      reason: "still-archived",
    });
  });
});
