import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import { emptyInbox, toldOf } from "../support/inbox.ts";
import { storedEvents, storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  day,
  police,
  refer,
  startTown,
  strangerAgency,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

type Party = ReferralSubmission["parties"][number];
const zhang = {
  kind: "natural_person",
  name: "张样例",
  document: { kind: "resident_id", number: "11010519491231002X" },
} as const;
const li = { kind: "natural_person", name: "李样例", phone: "13800000001" } as const;
const parties = (applicant: Omit<Party, "side">, respondent: Omit<Party, "side">): { parties: Party[] } => ({
  parties: [
    { side: "applicant", ...applicant },
    { side: "respondent", ...respondent },
  ],
});

const version = "*";

let town: Town;
beforeAll(async () => {
  town = await startTown([police, strangerAgency, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;

describe("a dispute of the same two parties within a year", () => {
  let first: string;
  let second: string;
  beforeAll(async () => {
    first = await refer(town, "repeat-1", parties(zhang, li));
    for (const id of [police, villageCommittee]) await emptyInbox(await town.clientOf(id));
    await emptyInbox(town.coordinator);
    await town.pass(300 * day);
    second = await refer(town, "repeat-2", parties({ ...li, phone: "+86 138 0000 0001" }, { ...zhang, name: "张样" }));
  });

  it("is linked to the earlier one, and routed all the same", async () => {
    expect(await stateOf(second)).toMatchObject({ status: "offered", linked: [first] });
    expect(await storedEvents(town.platform, second)).toEqual(["case.submitted", "assignment.offered", "repeat.found"]);
  });

  it("tells those who still work on the earlier one, and merges nothing", async () => {
    expect(await stateOf(first)).toMatchObject({ linked: [second] });
    expect(await storedEvents(town.platform, first)).not.toContain("case.closed");
  });

  it("warns its referrer, its committee and the coordinator", async () => {
    for (const id of [police, villageCommittee]) {
      expect(await toldOf(await town.clientOf(id), second), id).toContain("repeat.found");
    }
    expect(await toldOf(town.coordinator, second)).toEqual(["repeat.found"]);
  });

  it("is found again by nobody who holds the table alone", async () => {
    const items = JSON.stringify(await storedItems(town.platform));
    for (const secret of ["11010519491231002", "13800000001", "张样例", "李样例"]) expect(items).not.toContain(secret);
  });

  it("is warned of once, however often its message comes", async () => {
    await town.platform.invoke("Route", {
      Records: [1, 2].map((number) => ({
        messageId: `${number}`,
        body: JSON.stringify({ caseId: second, version: 1 }),
      })),
    });
    const events = await storedEvents(town.platform, second);
    expect(events.filter((type) => type === "repeat.found")).toHaveLength(1);
  });

  it("is found too when another agency sends it under its own number", async () => {
    const { body } = await (await town.clientOf(strangerAgency)).submitReferral({
      body: villageQuarrel("elsewhere-1", parties(zhang, li)),
    });
    await town.platform.settled({ ignoreDelayed: true });
    expect((await stateOf(body.caseId)).linked?.toSorted()).toEqual([first, second].toSorted());
  });

  it("is known to another agency that sends one later as nothing but a dispute before", async () => {
    const other = await town.clientOf(strangerAgency);
    const { body } = await other.submitReferral({ body: villageQuarrel("repeat-others", parties(zhang, li)) });
    await town.platform.settled({ ignoreDelayed: true });
    const params = { caseId: body.caseId };
    expect((await stateOf(body.caseId)).linked).toEqual(expect.arrayContaining([first, second]));
    const linesOf = async (by: Client, id: string) =>
      (await by.showHistory({ params: { caseId: id } })).body.entries.filter(({ type }) => type === "repeat.found");
    const [told] = await linesOf(other, body.caseId);
    expect(told?.leftOut).toBe(true);
    const shown = JSON.stringify([(await other.showHistory({ params })).body, (await other.showCase({ params })).body]);
    for (const id of [first, second]) expect(shown).not.toContain(id);
    expect(JSON.stringify(await linesOf(town.coordinator, body.caseId))).toContain(first);
    // The first agency knows of its own, and of no other's.
    const referrer = await town.clientOf(police);
    expect((await referrer.showCase({ params: { caseId: first } })).body.state.linked).toEqual([second]);
    expect((await linesOf(await town.clientOf(villageCommittee), first)).every(({ leftOut }) => !leftOut)).toBe(true);
  });
});

describe("a dispute is no repeat", () => {
  const wang = { kind: "natural_person", name: "王样例", phone: "13800000003" } as const;

  it("of another category", async () => {
    await refer(town, "category-1", parties(zhang, wang));
    const dispute = { ...villageQuarrel("").dispute, category: "04" as const };
    expect(
      (await stateOf(await refer(town, "category-2", { ...parties(zhang, wang), dispute }))).linked,
    ).toBeUndefined();
  });

  it("with another respondent", async () => {
    const caseId = await refer(town, "respondent-1", parties(zhang, { ...li, phone: "13800000009" }));
    expect((await stateOf(caseId)).linked).toBeUndefined();
  });

  it("of people told by nothing but their names", async () => {
    await refer(town, "nameless-1");
    expect((await stateOf(await refer(town, "nameless-2"))).linked).toBeUndefined();
  });

  it("after a year", async () => {
    await refer(town, "year-1", parties(zhang, wang));
    await town.pass(367 * day);
    const late = await refer(town, "year-2", parties(zhang, wang));
    expect((await stateOf(late)).linked).toBeUndefined();
  });
});

describe("referrals of one dispute that come at the same moment", () => {
  const eight = 8;
  const spellings = ["1390000000", "+86 139 0000 000", "0086-1390000000", "（86）139-0000-000"];
  const one = (round: number, number: number): Omit<Party, "side"> => ({
    kind: "natural_person",
    name: "赵样例",
    phone: `${spellings[number % spellings.length]}${round}`,
  });
  const other = (round: number): Omit<Party, "side"> => ({
    kind: "natural_person",
    name: "钱样例",
    phone: `0573-8800${round}001`,
  });

  it.each([1, 2, 3, 4])("all link each other, round %i, even where the index lags behind", async (round) => {
    await town.platform.rememberState();
    town.platform.setFault(({ body }) => (JSON.stringify(body).includes("casesByParty") ? "stale-read" : "pass"));
    const senders = [police, strangerAgency];
    const caseIds = await Promise.all(
      Array.from({ length: eight }, async (_, number) => {
        const client = await town.clientOf(senders[number % 2] ?? police);
        const body = villageQuarrel(`at-once-${round}-${number}`, parties(one(round, number), other(round)));
        return (await client.submitReferral({ body })).body.caseId;
      }),
    );
    await town.platform.settled({ ignoreDelayed: true });
    town.platform.setFault(undefined);
    for (const caseId of caseIds) {
      const others = caseIds.filter((id) => id !== caseId);
      expect((await stateOf(caseId)).linked?.toSorted()).toEqual(others.toSorted());
    }
  });
});

const chen = { kind: "natural_person", name: "陈样例", phone: "13800000005" } as const;
const zhou = { kind: "natural_person", name: "周样例", phone: "13800000006" } as const;

describe("parties supplied later", () => {
  const townsman = { ...zhou, place: "330483101" } as const;

  it("are sealed, read and met again like those sent first, which are forgotten", async () => {
    const earlier = await refer(town, "supplied-1", parties(chen, zhou));
    const station = await town.clientOf(police);
    const other = await submitWithoutPlace("supplied-2");
    expect((await stateOf(other)).status).toBe("triage");
    await town.coordinator.askForInfo({ params: { caseId: other }, version, body: { missing: ["地点", "电话"] } });
    const third = { side: "third_party" as const, ...li };
    const body = { parties: [...parties(chen, townsman).parties, third], place: "330483101", amountFen: 7_000 };
    await station.supplyInfo({ params: { caseId: other }, version, body });
    await town.platform.settled({ ignoreDelayed: true });
    const state = await stateOf(other);
    expect(state).toMatchObject({
      status: "offered",
      linked: [earlier],
      dispute: { partyCount: 3, partyPlaces: ["330483101"], amountFen: 7_000 },
    });
    const read = (await station.showParties({ params: { caseId: other } })).body;
    expect(read.parties.map(({ name }) => name)).toEqual(["陈样例", "周样例", "李样例"]);
    expect(read.summary).toBe(villageQuarrel("").dispute.summary);
    expect(JSON.stringify(await storedItems(town.platform))).not.toContain("陈样例");
    const again = await refer(town, "supplied-3", parties(chen, zhou));
    expect((await stateOf(again)).linked?.toSorted()).toEqual([earlier, other].toSorted());
  });
});

async function submitWithoutPlace(sourceNumber: string): Promise<string> {
  const { dispute, ...rest } = villageQuarrel(
    sourceNumber,
    parties({ ...chen, phone: "13800000007" }, { ...zhou, phone: "13800000008" }),
  );
  const { place: _, ...placeless } = dispute;
  const { body } = await (await town.clientOf(police)).submitReferral({ body: { ...rest, dispute: placeless } });
  await town.platform.settled({ ignoreDelayed: true });
  return body.caseId;
}
