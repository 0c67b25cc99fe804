import { describe, expect, it } from "vitest";
import type { Actor } from "../../shared/domain/case.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { decide } from "../../shared/domain/decide.ts";
import { authorise, standingOf } from "../../shared/domain/rights.ts";
import {
  accepted,
  actors,
  afterwards,
  agreed,
  answerTo,
  calendars,
  clock,
  commandErrorOf,
  dispute,
  inState,
  justiceBureau,
  monday,
  now,
  offered,
  otherCaseId,
  police,
  rules,
  type Said,
  submitted,
  suspended,
  town,
  triage,
  village,
  when,
  withFacts,
} from "../support/cases.ts";

const receiver = "bureau-330421";
const handOver = (more: Partial<Said<"hand-over">> = {}): Said<"hand-over"> => ({
  type: "hand-over",
  place: "330421101",
  reason: "parties_elsewhere",
  facts: { receiver },
  ...more,
});
const handedOver = (given: CaseState, more?: Partial<Said<"hand-over">>): CaseState =>
  afterwards(given, when(given, handOver(more), justiceBureau));
const office = (divisionCode: string) =>
  ({ organisationId: `bureau-${divisionCode}`, role: "coordinator", divisionCode }) as const;

const body = ({ organisationId }: Actor) => ({ organisationId, role: "committee", divisionCode: "330483100" }) as const;

describe("a case that is handed over", () => {
  const given = accepted({
    linked: [otherCaseId],
    informed: ["police-330483101", "police-330483102"],
    dangerReports: [
      { kind: "crime", policeId: "police-330483101", unsignedSince: monday("05:00") },
      { kind: "self_harm", policeId: "police-330483102" },
    ],
    dispute: dispute({ namedOrganisationId: town.organisationId }),
  });
  const after = inState("submitted", handedOver(given));

  it("says from where to where, and which body had it", () => {
    expect(when(given, handOver({ note: "双方均住该县" }), justiceBureau)).toEqual([
      {
        type: "case.handed_over",
        data: {
          from: "330483",
          place: "330421101",
          coordinatorId: receiver,
          reason: "parties_elsewhere",
          note: "双方均住该县",
          organisationId: town.organisationId,
        },
      },
    ]);
  });

  it("waits for a body of its new county, under the law it was submitted under", () => {
    expect(after).toMatchObject({
      county: "330421",
      formerCounties: ["330483"],
      coordinatorId: receiver,
      rulePack: given.rulePack,
      refusedBy: [village.organisationId, town.organisationId],
      clocks: [],
      dispute: { place: "330421101" },
    });
    expect(after).not.toHaveProperty("linked");
    expect(after.dispute, "a body that was named is the old county's").not.toHaveProperty("namedOrganisationId");
  });

  it("leaves its duty to a station that has not acknowledged a danger, and to no other", () => {
    expect(after.informed).toEqual(["police-330483101"]);
    expect(after.former).toEqual(["police-330483102"]);
    expect(handedOver(accepted({ informed: ["police-330483102"] }))).not.toHaveProperty("informed");
  });

  it("is the new county's from then on, while the old one and its body stand to it as it was", () => {
    expect(standingOf(office("330421"), after)).toBe("present");
    expect(standingOf(office("330483"), after)).toBe("former");
    expect(standingOf({ ...office("330483"), role: "auditor" }, after)).toBe("former");
    expect(standingOf(office("330782"), after)).toBe("stranger");
    expect(standingOf(body(town), after)).toBe("former");
    expect(standingOf(body(police), after), "its referrer stays").toBe("present");
    expect(authorise(office("330483"), { act: "read-parties", of: after })).toBe("unknown");
    expect(authorise(body(town), { act: "read-parties", of: after })).toBe("unknown");
  });

  it("can be handed on and back", () => {
    const back = handedOver(after, { place: "330483", facts: { receiver: justiceBureau.organisationId } });
    expect(back).toMatchObject({ county: "330483", formerCounties: ["330483", "330421"] });
    expect(standingOf(office("330483"), back)).toBe("present");
    expect(standingOf(office("330421"), back)).toBe("former");
  });

  it("tells of a danger that the law has reported before it goes", () => {
    const dangerous = offered({ dispute: dispute({ circumstances: ["person_at_risk"] }) });
    const command = handOver({ facts: { receiver, station: "police-330483101" } });
    const types = when(dangerous, command, justiceBureau).map(({ type }) => type);
    expect(types).toEqual(["danger.reported", "case.handed_over"]);
  });
});

describe("a hand-over", () => {
  const elsewhere = { at: now, by: justiceBureau, rules, calendars, fromElsewhere: true } as const;
  const after = handedOver(triage());

  it("goes to another county, where somebody coordinates", () => {
    expect(commandErrorOf(() => when(triage(), handOver({ place: "330483101" }), justiceBureau))).toMatchObject({
      code: "same-county",
      path: "/place",
    });
    expect(commandErrorOf(() => when(triage(), handOver({ facts: {} }), justiceBureau))).toMatchObject({
      code: "no-coordinator",
      path: "/place",
    });
  });

  it("is possible until something is agreed", () => {
    for (const given of [submitted(), offered(), suspended({ clocks: [clock("mediate")] })]) {
      expect(answerTo(() => when(given, handOver(), justiceBureau))).toEqual(["case.handed_over"]);
    }
    expect(answerTo(() => when(agreed(), handOver(), justiceBureau))).toBe("illegal-transition");
  });

  it("is said again by the county that gave the case away without effect, until the case has gone on", () => {
    expect(decide(withFacts(handOver()), after, elsewhere)).toEqual([]);
    expect(
      decide(withFacts(handOver()), accepted({ county: "330421", formerCounties: ["330483"] }), elsewhere),
    ).toEqual([]);
    expect(answerTo(() => decide(withFacts(handOver({ place: "330782" })), after, elsewhere))).toBe("moved-on");
  });

  it("is nothing for others", () => {
    for (const by of [actors.holder, actors.referrer, actors.auditor] satisfies Actor[]) {
      expect(answerTo(() => when(offered(), handOver(), by))).toBe("not-allowed");
    }
  });

  it("leaves its county nothing to do with the case", () => {
    const assign = withFacts({ type: "assign", organisationId: "pmc-330483", reason: "nearest" });
    expect(answerTo(() => decide(assign, after, elsewhere))).toBe("moved-on");
  });
});
