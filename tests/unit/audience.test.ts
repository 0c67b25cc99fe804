import { describe, expect, it } from "vitest";
import { isBodyOf, mayReadParties } from "../../shared/domain/audience.ts";
import type { ClockKind } from "../../shared/domain/case.ts";
import { audienceOf, type NewEvent } from "../../shared/domain/events.ts";
import {
  accepted,
  assignment,
  city,
  clock,
  confirming,
  court,
  failed,
  justiceBureau,
  mediating,
  needsInfo,
  offered,
  otherCaseId,
  performing,
  police,
  recalled,
  referral,
  submitted,
  town,
  triage,
  village,
} from "../support/cases.ts";

const [referrer, holder, coordinator] = [police, town, justiceBureau].map(({ organisationId }) => organisationId);
const sought: NewEvent = { type: "consent.sought", data: {} };
const triaged: NewEvent = { type: "case.triaged", data: { reason: "nobody-left", clock: clock("triage") } };
const petition = referral({ agencyId: "petition-office", sourceNumber: "X-1" });

describe("the audience of an event", () => {
  it("is the referrer as long as nobody is asked", () => {
    expect(audienceOf(undefined, submitted(), sought)).toEqual([referrer]);
  });

  it("is the referrer and the coordinator on whose desk the case lies", () => {
    expect(audienceOf(submitted(), triage(), triaged)).toEqual([referrer, coordinator]);
  });

  it("is the referrer and the body that is asked", () => {
    const given = offered({ assignment: assignment({ organisationId: town.organisationId }) });
    expect(audienceOf(submitted(), given, sought)).toEqual([referrer, holder]);
  });

  it("is everybody once", () => {
    expect(audienceOf(offered(), accepted(), sought)).toEqual([referrer, holder]);
    const walkIn = accepted({ referrals: [referral({ agencyId: town.organisationId, channel: "walk_in" })] });
    expect(audienceOf(walkIn, walkIn, sought)).toEqual([holder]);
  });

  it("still holds the body that has just lost the case", () => {
    expect(audienceOf(offered(), submitted(), sought)).toEqual([referrer, holder]);
  });

  it("is every referrer when there are several, and the bodies drawn in", () => {
    const given = failed({ referrals: [referral(), petition], informed: ["police-330483101"] });
    expect(audienceOf(given, given, sought)).toEqual([referrer, "petition-office", holder, "police-330483101"]);
  });

  it("is the court that confirms too, and the body that has yet to put a recalled case down", () => {
    expect(audienceOf(confirming(), confirming(), sought)).toEqual([referrer, holder, court.organisationId]);
    const { assignment: _, ...recall } = recalled({ recallOpen: "industry-labour-330483" });
    expect(audienceOf(recall, recall, sought)).toEqual([referrer, "industry-labour-330483"]);
  });

  it.each<NewEvent>([
    { type: "deadline.warned", data: { clock: "mediate", dueAt: clock("mediate").dueAt, warning: 1 } },
    { type: "clocks.recomputed", data: { clocks: [] } },
  ])("of $type is the holder of the work", (newEvent) => {
    expect(audienceOf(mediating(), mediating(), newEvent)).toEqual([holder]);
  });

  it("of a warning includes the organisation that must act before the clock ends", () => {
    const warned = (kind: ClockKind): NewEvent => ({
      type: "deadline.warned",
      data: { clock: kind, dueAt: clock(kind).dueAt, warning: 1 },
    });
    expect(audienceOf(needsInfo(), needsInfo(), warned("supply-info"))).toContain(referrer);
    expect(audienceOf(confirming(), confirming(), warned("confirmation"))).toEqual([court.organisationId, holder]);
    expect(audienceOf(confirming(), confirming(), warned("perform"))).toEqual([holder]);
  });

  it("of a request for routing is nobody", () => {
    expect(audienceOf(submitted(), submitted(), { type: "routing.requested", data: {} })).toEqual([]);
  });

  it("of a breach holds whom the supervision letter goes to", () => {
    const { dueAt } = clock("perform");
    const breached = (supervised?: string[]): NewEvent => ({
      type: "deadline.breached",
      data: { clock: "perform", dueAt, ...(supervised === undefined ? {} : { supervised }) },
    });
    expect(audienceOf(performing(), performing(), breached())).toEqual([referrer, holder]);
    const letter = breached([town.organisationId, justiceBureau.organisationId]);
    expect(audienceOf(performing(), performing(), letter)).toEqual([referrer, holder, coordinator]);
  });

  it.each<NewEvent>([
    { type: "danger.reported", data: { kind: "crime", mandatory: false, policeId: police.organisationId } },
    { type: "case.reopened", data: { reason: "new_facts", clock: clock("triage") } },
    { type: "repeat.found", data: { caseIds: [otherCaseId] } },
  ])("of $type holds the coordinator", (newEvent) => {
    expect(audienceOf(mediating(), mediating(), newEvent)).toEqual([referrer, holder, coordinator]);
  });
});

describe("a case exists", () => {
  const given = accepted({ refusedBy: [village.organisationId], informed: ["police-330483101"] });

  it.each([
    ["its referrer, to read with its parties", police.organisationId, true, true],
    ["its holder, to read with its parties", town.organisationId, true, true],
    ["the police that were told of a danger", "police-330483101", true, true],
    ["a body that declined, but no longer its parties", village.organisationId, true, false],
    ["nobody else", city.organisationId, false, false],
  ])("for %s", (_, organisationId, exists, parties) => {
    expect(isBodyOf(given, organisationId)).toBe(exists);
    expect(mayReadParties(given, organisationId)).toBe(parties);
  });
});
