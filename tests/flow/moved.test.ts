import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mediate, quarrel, settleCase } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { archiveCase } from "../support/settled-case.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const version = "*";
let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
  for (const mediatorId of ["zhang", "li"]) {
    const params = { organisationId: villageCommittee, mediatorId };
    await town.coordinator.putMediator({ params, body: { name: `样例${mediatorId}`, lead: true } });
  }
});
afterAll(() => town?.stop());

const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;
const typesOf = async (caseId: string) =>
  (await town.coordinator.showHistory({ params: { caseId } })).body.entries.map(({ type }) => type);

describe("a body that is suspended", () => {
  it("loses its open offers at once, keeps what it accepted, reads that and does nothing more", async () => {
    const [open, taken] = [await refer(town, "suspended-1"), await refer(town, "suspended-2")];
    const village = await town.clientOf(villageCommittee);
    await village.accept({ params: { caseId: taken }, version });
    const params = { organisationId: villageCommittee };
    await town.coordinator.suspendOrganisation({ params });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await typesOf(open)).toEqual([
      "case.submitted",
      "assignment.offered",
      "assignment.taken_back",
      "assignment.offered",
    ]);
    expect(await stateOf(open)).toMatchObject({ assignment: { organisationId: townCommittee } });
    expect(await stateOf(taken)).toMatchObject({ status: "accepted", assignment: params });
    expect((await village.showCase({ params: { caseId: taken } })).body.state).toMatchObject({ status: "accepted" });
    expect((await village.listWork({ query: {} })).status).toBe(200);
    // Though what they ask stands in a body, these only read; a hand-over needs the bound file.
    const bound = await village.bindFile({ params: { caseId: taken }, query: { format: "zip" } });
    expect(bound.status).toBe(200);
    const preview = { channel: "police_civil", category: "02", place: "330483101" } as const;
    expect((await village.previewRouting({ body: preview })).status).toBe(200);
    const referral = quarrel("suspended-own");
    for (const act of [
      () => village.seekConsent({ params: { caseId: taken }, version }),
      () => village.decline({ params: { caseId: taken }, version, body: { reason: "conflict_of_interest" } }),
      () => village.receiveMessages({ body: {} }),
      () => village.submitReferral({ body: referral }),
      () => village.putMediator({ params: { ...params, mediatorId: "m-9" }, body: { name: "样例" } }),
    ]) {
      expect(await problemCodeOf(act())).toBe("403 organisation-suspended");
    }
    await town.coordinator.suspendOrganisation({ params });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await typesOf(open), "suspended once more").toHaveLength(4);
    await town.coordinator.reinstateOrganisation({ params });
  });

  it("cannot accept what it was offered just before", async () => {
    const caseId = await refer(town, "suspended-3");
    const village = await town.clientOf(villageCommittee);
    const params = { organisationId: villageCommittee };
    await town.coordinator.suspendOrganisation({ params });
    const refused = await problemCodeOf(village.accept({ params: { caseId }, version }));
    expect(refused).toBe("403 organisation-suspended");
    await town.platform.settled({ ignoreDelayed: true });
    await town.coordinator.reinstateOrganisation({ params });
  });
});

describe("a case that the coordinator moves", () => {
  it("is with the other body once that accepts, and the first one is told and reads why", async () => {
    const caseId = await refer(town, "moved-1");
    const village = await town.clientOf(villageCommittee);
    await mediate(village, caseId);
    const body = { organisationId: townCommittee, reason: "conflict_of_interest" } as const;
    await town.coordinator.move({ params: { caseId }, version, body });
    expect(
      await problemCodeOf(
        village.recordSession({ params: { caseId }, version, body: { heldAt: new Date(0).toISOString() } }),
      ),
    ).toBe("409 moved-on");
    expect((await village.showHistory({ params: { caseId } })).body.entries.at(-1)).toMatchObject({
      type: "assignment.moved",
      data: { to: townCommittee, reason: "conflict_of_interest" },
    });
    await mediate(await town.clientOf(townCommittee), caseId);
    expect(await stateOf(caseId)).toMatchObject({ status: "mediating" });
  });

  it("is offered again by the rules when its offer is taken back", async () => {
    const caseId = await refer(town, "moved-2");
    await town.coordinator.takeBack({ params: { caseId }, version: 2, body: { reason: "overloaded" } });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await stateOf(caseId)).toMatchObject({ assignment: { organisationId: townCommittee } });
    const again = town.coordinator.takeBack({ params: { caseId }, version: 2, body: { reason: "overloaded" } });
    expect((await again).status, "a retry takes nothing from the second body").toBe(200);
    expect(await stateOf(caseId)).toMatchObject({ assignment: { organisationId: townCommittee } });
  });
});

describe("the mediators of a body", () => {
  const village = () => town.clientOf(villageCommittee);
  const of = (mediatorId: string) => ({ params: { organisationId: villageCommittee, mediatorId } });

  it("are listed for the body itself and the coordinator, and for nobody else", async () => {
    const params = { organisationId: villageCommittee };
    const list = { mediators: [{ mediatorId: "li" }, { mediatorId: "zhang", name: "样例zhang", retired: false }] };
    expect((await (await village()).listMediators({ params })).body).toMatchObject(list);
    expect((await town.coordinator.listMediators({ params })).body).toMatchObject(list);
    const stranger = await town.clientOf(townCommittee);
    expect(await problemCodeOf(stranger.listMediators({ params }))).toBe("404 not-found");
    expect(await problemCodeOf(stranger.retireMediator(of("li")))).toBe("404 not-found");
  });

  it("are replaced while the case goes on; pay follows who led at the end; who has retired keeps the name", async () => {
    const caseId = await refer(town, "mediators-1");
    const committee = await village();
    await mediate(committee, caseId, "zhang");
    const assign = (mediatorId: string) =>
      committee.assignMediator({ params: { caseId }, version, body: { mediatorId } });
    await assign("li");
    await committee.retireMediator(of("zhang"));
    expect(await problemOf(assign("zhang"))).toMatchObject({
      code: "invalid-body",
      errors: [{ path: "/mediatorId", code: "retired-mediator" }],
    });
    await committee.putMediator({ ...of("zhang"), body: { name: "样例zhang", lead: true } });
    expect(await problemCodeOf(assign("zhang")), "a roster brings nobody back").toBe("422 invalid-body");
    await settleCase(committee, caseId);
    await town.platform.settled({ ignoreDelayed: true });
    const referrer = await town.clientOf(police);
    await referrer.acknowledgeResult({ params: { caseId }, version });
    await archiveCase(town, caseId);
    expect((await committee.claimIncentive({ params: { caseId } })).body).toMatchObject({ mediatorId: "li" });
    const { mediators } = (await committee.listMediators({ params: { organisationId: villageCommittee } })).body;
    expect(mediators).toContainEqual(
      expect.objectContaining({ mediatorId: "zhang", name: "样例zhang", retired: true }),
    );
    expect((await committee.reinstateMediator(of("zhang"))).body).toEqual({ change: "updated", changed: ["retired"] });
  });
});
