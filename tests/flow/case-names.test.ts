import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { mediate } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  strangerAgency,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
let caseId: string;
let other: string;

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee, strangerAgency, strangerCommittee]);
  caseId = await refer(town, "姓名-1");
  other = await refer(town, "姓名-12");
  await town.platform.settled();
});
afterAll(() => town?.stop());

const found = async (client: Client, name: string): Promise<string[]> =>
  (await client.findCases({ query: { name } })).body.cases.map((one) => one.caseId).toSorted();

describe("a case looked up by its number or the beginning of its id", () => {
  it("is found by its referrer, its holder and the coordinator", async () => {
    for (const by of [police, villageCommittee]) {
      const client = await town.clientOf(by);
      expect(await found(client, "姓名-1"), by).toEqual([caseId]);
      expect(await found(client, caseId.slice(0, 13)), by).toEqual([caseId]);
      expect(await found(client, caseId.slice(0, 13).toUpperCase()), by).toEqual([caseId]);
    }
    for (const name of ["姓名-1", caseId.slice(0, 13)]) expect(await found(town.coordinator, name)).toEqual([caseId]);
  });

  it("is found however its number is written", async () => {
    const bracketed = await refer(town, "样例（名）字〔2026〕第0012号");
    for (const client of [await town.clientOf(police), await town.clientOf(villageCommittee), town.coordinator]) {
      for (const name of [
        "样例（名）字〔2026〕第0012号",
        "样例(名)字[2026]第0012号",
        " 样例（名）字 【２０２６】第 ００１２ 号",
      ]) {
        expect([name, await found(client, name)]).toEqual([name, [bracketed]]);
      }
    }
    expect(await found(await town.clientOf(police), "样例(名)字[2026]")).toEqual([bracketed]);
  });

  it("is one of several where only the beginning of the number is given", async () => {
    expect(await found(await town.clientOf(villageCommittee), "姓名")).toEqual([caseId, other].toSorted());
  });

  it("is found by nobody else, whose answer is the one for a number that was never sent", async () => {
    for (const by of [strangerAgency, strangerCommittee, townCommittee]) {
      const client = await town.clientOf(by);
      for (const name of ["姓名-1", caseId.slice(0, 13), caseId, "姓名"])
        expect(await found(client, name), by).toEqual([]);
      expect(await found(client, "never-sent")).toEqual([]);
    }
  });
});

describe("a case that has ended", () => {
  let ended: string;
  let month: string;

  beforeAll(async () => {
    ended = await refer(town, "结案-1");
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, ended);
    await committee.withdraw({ params: { caseId: ended }, version: "*", body: { reason: "settled_privately" } });
    month = shanghaiDate(new Date(town.now()).toISOString()).slice(0, 7);
    await town.platform.settled({ ignoreDelayed: true });
  });
  const listed = async (client: Client, as: "holder" | "sender", closedIn: string): Promise<string[]> =>
    (await client.listCases({ query: { as, month: closedIn } })).body.cases.map((one) => one.caseId);

  it("is found by the beginning of its id by the body that had it, and by its referrer", async () => {
    for (const by of [villageCommittee, police]) {
      expect(await found(await town.clientOf(by), ended.slice(0, 13)), by).toEqual([ended]);
    }
    expect(await found(await town.clientOf(townCommittee), ended.slice(0, 13))).toEqual([]);
  });

  it("is listed for both by the month in which it ended, and for nobody else", async () => {
    const committee = await town.clientOf(villageCommittee);
    expect(await listed(committee, "holder", month)).toEqual([ended]);
    expect(await listed(await town.clientOf(police), "sender", month)).toEqual([ended]);
    expect(await listed(committee, "holder", "2020-01")).toEqual([]);
    expect(await listed(await town.clientOf(police), "sender", "2020-01")).toEqual([]);
    expect(await listed(await town.clientOf(townCommittee), "holder", month)).toEqual([]);
    const open = (await committee.listCases({ query: { as: "holder" } })).body.cases;
    expect(open.map((one) => one.caseId)).not.toContain(ended);
  });

  it("leaves that list when it is taken up again", async () => {
    await town.coordinator.reopen({ params: { caseId: ended }, version: "*", body: { reason: "new_facts" } });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await listed(await town.clientOf(villageCommittee), "holder", month)).toEqual([]);
  });
});

describe("a list of cases", () => {
  it("names the holder and says when the case is due", async () => {
    const { cases } = (await (await town.clientOf(police)).listCases({ query: { as: "sender" } })).body;
    expect(cases.find((one) => one.caseId === caseId)).toMatchObject({
      sourceNumbers: ["姓名-1"],
      holderId: villageCommittee,
      holderName: expect.stringContaining("调"),
      dueAt: expect.any(String),
    });
  });
});

describe("the divisions of a county", () => {
  it("can be listed, which an import compares its rows with", async () => {
    const { divisions } = (await town.coordinator.listDivisions({ query: { county: "330483" } })).body;
    expect(divisions.map(({ code }) => code)).toEqual(expect.arrayContaining(["330483", "330483101"]));
    const foreign = town.coordinator.listDivisions({ query: { county: "330499" } });
    expect(await problemCodeOf(foreign), "another county, or none").toBe("404 not-found");
  });
});
