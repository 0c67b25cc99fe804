import { describe, expect, it } from "vitest";
import type { Role } from "../../../shared/domain/case.ts";
import type { CaseState } from "../../../shared/domain/case-state.ts";
import { caseKey, holderKeys, mediatorKey, organisationKey } from "../../../shared/dynamo/keys.ts";
import type { Caller } from "../../../shared/runtime/caller.ts";
import { listFor, placeOf } from "../../../shared/runtime/case-listing.ts";
import { Problem } from "../../../shared/runtime/problem.ts";
import { tableOf } from "../../support/answering-items.ts";
import { acceptedAssignment, clock, mediating, now, otherCaseId, police, town } from "../../support/cases.ts";
import { organisationAt, usualLimits } from "../../support/organisations.ts";

const callerOf = (organisationId: string, role: Role, divisionCode = "330483"): Caller => ({
  organisationId,
  role,
  organisation: organisationAt(organisationId, { divisionCode, type: "general" }),
  limits: usualLimits,
});
const body = callerOf(town.organisationId, "committee");
const query = { as: "holder", limit: 50 } as const;

let number = 0;
function listing(states: readonly CaseState[]) {
  number += 1;
  const { table } = tableOf([
    ...states.map((state) => ({
      ...caseKey(state.caseId),
      ...holderKeys(body.organisationId, now, state.caseId),
      version: 3,
      head: "",
      state,
      v: 3,
    })),
    ...[police.organisationId, body.organisationId].map((id) => ({
      ...organisationKey(id),
      ...organisationAt(id, { divisionCode: "330483", type: "general" }),
    })),
    { ...mediatorKey(body.organisationId, "m-1"), mediatorId: "m-1", facts: { name: "样例调解员" } },
  ]);
  const place = placeOf(body, query);
  return listFor({ ...table, name: `listing-${number}` }, body, { place, query, startKey: undefined, now });
}
const assignment = acceptedAssignment({ organisationId: town.organisationId, mediatorId: "m-1" });

describe("a row of a list", () => {
  it("says who sent the case and who has it by name, who leads, how late it is and what is next", async () => {
    const late = clock("mediate", { dueAt: "2026-03-02T16:00:00.000Z" });
    const { cases, names, total } = await listing([mediating({ assignment, clocks: [late], sessions: 0 })]);
    expect(names).toEqual({
      [police.organisationId]: police.organisationId,
      [body.organisationId]: body.organisationId,
    });
    expect(total).toBe(1);
    expect(cases).toMatchObject([
      {
        agencyId: police.organisationId,
        holderName: body.organisationId,
        mediatorId: "m-1",
        mediatorName: "样例调解员",
        clock: { kind: "mediate", level: "overdue", dueAt: late.dueAt, startedAt: late.startedAt },
        next: "record-session",
      },
    ]);
    expect(Object.keys(cases[0]?.clock ?? {}).sort()).toEqual(["dueAt", "kind", "level", "startedAt"]);
  });

  it("is left out where the index names somebody who has no part in the case", async () => {
    const elsewhere = acceptedAssignment({ organisationId: "pmc-other" });
    const foreign = mediating({ caseId: otherCaseId, assignment: elsewhere });
    const { cases } = await listing([mediating({ assignment }), foreign]);
    expect(cases.map(({ caseId }) => caseId)).not.toContain(otherCaseId);
    expect(cases).toHaveLength(1);
  });
});

describe("the place of a list", () => {
  it("of what was sent is narrowed to the days that are asked for, in Shanghai", () => {
    const place = (days: object) => placeOf(callerOf("police-1", "agency"), { as: "sender", limit: 50, ...days });
    expect(place({})).toEqual({ index: "casesBySender", partition: "police-1" });
    expect(place({ from: "2026-03-02" })).toMatchObject({ keys: { from: "2026-03-01T16:00:00.000Z" } });
    expect(place({ to: "2026-03-02" })).toMatchObject({ keys: { from: "0", to: "2026-03-02T16:00:00.000Z" } });
  });

  it("of a body has what it holds, or what ended in its hands in a month of Shanghai", () => {
    expect(placeOf(body, { as: "holder", limit: 50 })).toEqual({
      index: "casesByHolder",
      partition: body.organisationId,
    });
    expect(placeOf(body, { as: "holder", month: "2026-12", limit: 50 })).toEqual({
      index: "casesByHolder",
      partition: `ENDED#${body.organisationId}`,
      keys: { from: "2026-11-30T16:00:00.000Z", to: "2026-12-31T16:00:00.000Z" },
    });
  });

  it("of a referrer is read whole where a month asks for what ended in it: the index knows when it was sent", () => {
    expect(placeOf(body, { as: "sender", month: "2026-12", from: "2026-12-01", limit: 50 })).toEqual({
      index: "casesBySender",
      partition: body.organisationId,
    });
  });

  it("of the county is for its offices: what is open, or what ended in a month", () => {
    const auditor = callerOf("audit", "auditor");
    expect(placeOf(auditor, { as: "county", limit: 50 })).toEqual({
      index: "casesByCounty",
      partition: "330483",
    });
    expect(placeOf(auditor, { as: "county", month: "2026-03", limit: 50 }).partition).toBe("330483#2026-03");
    expect(() => placeOf(body, { as: "county", limit: 50 })).toThrow(Problem);
  });
});
