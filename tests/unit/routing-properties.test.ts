import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers } from "../../shared/domain/division.ts";
import { askableGroups, route, traceStepsAtMost } from "../../shared/domain/routing.ts";
import type { MediationBody, RoutingRequest } from "../../shared/domain/routing-rules.ts";
import { readDivisions } from "../support/roster.ts";
import { elsewhere, loadedFor, roster, rules } from "../support/routing.ts";

describe("any request over any state of the roster", () => {
  const codes = [...readDivisions().map((division) => division.code), "330483999", elsewhere, "330482"];
  const ids = roster.map((body) => body.organisationId);
  const place = fc.constantFrom(...codes);
  const hash = fc.constantFrom("h1", "h2", "h3", "h4");
  const request: fc.Arbitrary<RoutingRequest> = fc.record(
    {
      caseId: fc.uuid(),
      category: fc.integer({ min: 1, max: 18 }).map((code) => String(code).padStart(2, "0")),
      place,
      partyPlaces: fc.array(place, { maxLength: 4 }),
      partyHashes: fc.array(hash, { maxLength: 2 }),
      partyCount: fc.integer({ min: 1, max: 12 }),
      referrerId: fc.constantFrom(
        ...roster.filter((body) => body.kind === "agency").map((body) => body.organisationId),
      ),
      namedOrganisationId: fc.constantFrom(...ids),
      harm: fc.constantFrom("serious_injury", "death"),
      amountFen: fc.integer({ min: 0, max: 60_000_000 }),
      riskGrade: fc.constantFrom("red", "orange", "yellow", "blue"),
      earlierAttemptFailed: fc.boolean(),
      refusedBy: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 40 }),
      today: fc.constant("2026-03-02"),
    },
    {
      requiredKeys: [
        ...(["caseId", "category", "partyPlaces", "partyHashes", "partyCount", "referrerId", "riskGrade"] as const),
        ...(["earlierAttemptFailed", "refusedBy", "today"] as const),
      ],
    },
  );
  const state: fc.Arbitrary<Partial<MediationBody>> = fc.oneof(
    fc.integer({ min: 0, max: 250 }).map((openCases) => ({ openCases })),
    fc.constant({ suspended: true }),
    fc.constantFrom("2026-03-01", "2026-03-02").map((termEndsOn) => ({ termEndsOn })),
    fc.array(hash, { maxLength: 2 }).map((members) => ({ members })),
  );
  /** A few states dealt out over the whole roster, so that a counterexample stays readable. */
  const states = fc.array(fc.option(state, { nil: {} }), { minLength: 13, maxLength: 13 });
  const deal = (dealt: readonly Partial<MediationBody>[]): MediationBody[] =>
    roster.map((body, index) => ({ ...body, ...dealt[index % dealt.length] }));

  const bodyOf = (bodies: readonly MediationBody[], id: string): MediationBody => {
    const body = bodies.find((candidate) => candidate.organisationId === id);
    if (body === undefined) throw new Error(`${id} is not in the directory`);
    return body;
  };
  const knows = (bodies: readonly MediationBody[], code: string): boolean =>
    bodies.some(
      (body) =>
        body.type === "general" &&
        code.startsWith(body.divisionCode) &&
        (body.level !== "county" || body.divisionCode === code),
    );

  it("reaches a body that covers the place, or the rule says why not", () => {
    fc.assert(
      fc.property(request, states, (asked, dealt) => {
        const bodies = deal(dealt);
        const decision = route(asked, bodies, rules);
        if (decision.outcome === "triage") return;
        const body = bodyOf(bodies, decision.organisationId);
        const coversPlace = asked.place !== undefined && covers(body.divisionCode, asked.place);
        const reason = (): boolean => {
          switch (decision.rule) {
            case "named":
              return (
                coversPlace ||
                body.level === "county" ||
                asked.place === undefined ||
                !knows(bodies, asked.place) ||
                (body.brandGrade !== undefined && body.divisionCode.slice(0, 6) === asked.place.slice(0, 6))
              );
            case "brand":
              return body.brandGrade !== undefined && body.categories.includes(asked.category);
            case "stationed-studio": {
              const parent = bodies.find(({ organisationId }) => organisationId === body.parentId);
              return body.stationedAt === asked.referrerId || (coversPlace && parent?.stationedAt === asked.referrerId);
            }
            case "party-place":
              return asked.partyPlaces.some((home) => covers(body.divisionCode, home));
            case "industry":
            case "place":
            case "centre":
              return coversPlace;
          }
        };
        expect(reason()).toBe(true);
      }),
    );
  });

  it("never reaches a body that must be skipped, nor an enterprise unasked", () => {
    fc.assert(
      fc.property(request, states, (asked, dealt) => {
        const bodies = deal(dealt);
        const decision = route(asked, bodies, rules);
        if (decision.outcome === "triage") return;
        const body = bodyOf(bodies, decision.organisationId);
        expect(body.kind).not.toBe("agency");
        expect(asked.refusedBy).not.toContain(body.organisationId);
        expect(body.suspended).toBe(false);
        expect(body.termEndsOn).not.toBe("2026-03-01");
        expect((body.members ?? []).filter((member) => asked.partyHashes.includes(member))).toEqual([]);
        expect(body.openCases).toBeLessThan(body.capacity ?? Number.POSITIVE_INFINITY);
        if (body.type === "enterprise") expect(decision.rule).toBe("named");
      }),
    );
  });

  it("gives the same decision for any order and repetition of the directory, and for only what had to be loaded", () => {
    fc.assert(
      fc.property(request, states, fc.infiniteStream(fc.nat()), (asked, dealt, numbers) => {
        const bodies = deal(dealt);
        const decision = route(asked, bodies, rules);
        const keyed = bodies.map((body) => ({ body, key: numbers.next().value }));
        const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ body }) => body);
        expect(route(asked, [...shuffled, ...bodies], rules)).toEqual(decision);
        expect(route(asked, loadedFor(asked, bodies), rules)).toEqual(decision);
      }),
    );
  });

  it("need know the load and the mediators only of the groups up to the one that it chose from", () => {
    fc.assert(
      fc.property(request, states, (asked, dealt) => {
        const bodies = deal(dealt);
        const decision = route(asked, bodies, rules);
        const groups = askableGroups(asked, bodies, rules).map((group) => group.map((body) => body.organisationId));
        const chosen = decision.outcome === "offered" ? decision.organisationId : "nobody";
        const last = groups.findIndex((group) => group.includes(chosen));
        if (decision.outcome === "offered") expect(last).toBeGreaterThanOrEqual(0);
        const weighed = new Set((last < 0 ? groups : groups.slice(0, last + 1)).flat());
        const others = { openCases: 0, members: [] };
        const partly = bodies.map((body) => (weighed.has(body.organisationId) ? body : { ...body, ...others }));
        expect(route(asked, partly, rules)).toEqual(decision);
      }),
    );
  });

  it("ends in triage when each asked body declines, and asks none twice", () => {
    fc.assert(
      fc.property(request, states, (asked, dealt) => {
        const bodies = deal(dealt);
        const declined: string[] = [];
        for (let turn = 0; turn <= bodies.length; turn += 1) {
          const decision = route({ ...asked, refusedBy: [...asked.refusedBy, ...declined] }, bodies, rules);
          expect(decision.trace.length).toBeLessThanOrEqual(traceStepsAtMost);
          if (decision.outcome === "triage") return;
          expect(decision.trace.at(-1)).toEqual({
            rule: decision.rule,
            organisationId: decision.organisationId,
            verdict: "chosen",
          });
          expect(declined).not.toContain(decision.organisationId);
          declined.push(decision.organisationId);
        }
        throw new Error("never reached triage");
      }),
    );
  });
});
