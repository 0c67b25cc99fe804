import { randomUUID } from "node:crypto";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import { holderOf } from "../../shared/domain/case-state.ts";
import type { EventType } from "../../shared/domain/events.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { loadCase, loadHistory } from "../../shared/dynamo/case-store.ts";
import { saveOrganisation } from "../../shared/dynamo/directory-store.ts";
import { dueKeys } from "../../shared/dynamo/keys.ts";
import { saveMediator } from "../../shared/dynamo/mediator-store.ts";
import { actOnDeadlines } from "../../shared/runtime/act-on-deadlines.ts";
import { countCase } from "../../shared/runtime/count-case.ts";
import { obstacleTo } from "../../shared/runtime/decide-route.ts";
import { caseStore } from "../../shared/runtime/issue-command.ts";
import { routeCase } from "../../shared/runtime/route-case.ts";
import { apiOn } from "../support/api-on-engine.ts";
import { now, offered, submitted } from "../support/cases.ts";
import { onEachEngine, type Rig } from "../support/engine-table.ts";
import { placedCase } from "../support/placed-case.ts";
import { advance, anyOrganisation, issue, offeredTo, stored } from "../support/stored-cases.ts";

const county = "440305";
const town = "440305001";
const village = "440305001200";
const hash = (): string => randomUUID();

const facts = (type: OrganisationFacts["type"], divisionCode: string): OrganisationFacts => ({
  kind: type === "general" ? "committee" : "agency",
  type,
  level: divisionCode.length === 6 ? "county" : divisionCode.length === 9 ? "town" : "village",
  name: "样例",
  divisionCode,
  categories: [],
  suspended: false,
});

/** The calls to the table that something makes, by operation. */
async function callsOf(rig: Rig, run: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = { ...rig.figures().calls };
  await run();
  const calls = Object.entries(rig.figures().calls).map(
    ([name, count]) => [name, count - (before[name] ?? 0)] as const,
  );
  return Object.fromEntries(calls.filter(([, count]) => count > 0));
}

await onEachEngine("each thing is read once", (rig) => {
  beforeAll(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });
  // Reads that a function remembers for a minute are no part of a case.
  beforeEach(() => caseStore(rig.table).calendars(county));

  const register = async (type: OrganisationFacts["type"], divisionCode: string): Promise<string> => {
    const id = anyOrganisation(type);
    await saveOrganisation(rig.table, id, facts(type, divisionCode), { held: undefined });
    return id;
  };

  describe("when a case is routed", () => {
    let referrer = "";
    let townBody = "";
    beforeAll(async () => {
      referrer = await register("police", "440305002");
      await register("coordinator", county);
      townBody = await register("general", town);
      await register("general", village);
    });
    const waiting = (submission: Parameters<typeof stored>[1] = {}) =>
      stored(rig.table, {
        match: { partyHashes: [hash()], pairs: [hash()] },
        ...submission,
        referral: { agencyId: referrer },
        dispute: { place: village, partyPlaces: [], ...submission.dispute },
      });
    const routing = ({ state: { caseId }, version }: StoredCase) =>
      callsOf(rig, () => routeCase(rig.table, { caseId, version }, now));

    it("the case and its referrer are read once, and the directory with one query a town and one for the county", async () => {
      const first = await waiting();
      // The case with its parties' hashes and the event on which the offer builds, the referrer, three parts of the directory, the
      // mediators of the one body asked, and the other cases of all pairs, under their own keys and in the index of earlier releases.
      expect(await routing(first)).toEqual({
        BatchGetItem: 1,
        GetItem: 1,
        Query: 4,
        ExecuteStatement: 2,
        TransactWriteItems: 1,
      });
      expect((await loadCase(rig.table, first.state.caseId))?.state.status).toBe("offered");
    });

    it("the same part of the directory is read once for cases that are routed at the same time", async () => {
      const both = [await waiting(), await waiting()];
      const calls = await callsOf(rig, () =>
        Promise.all(both.map(({ state: { caseId }, version }) => routeCase(rig.table, { caseId, version }, now))),
      );
      // Of eight queries three are the directory's, as for one case.
      expect(calls).toMatchObject({ BatchGetItem: 1, GetItem: 1, Query: 5 });
    });

    it("no body is weighed for a case that a person must decide on first", async () => {
      const first = await waiting({ dispute: { circumstances: ["reserved_by_law"] } });
      expect(await routing(first)).toEqual({
        BatchGetItem: 1,
        GetItem: 1,
        Query: 3,
        ExecuteStatement: 2,
        TransactWriteItems: 1,
      });
      expect((await loadCase(rig.table, first.state.caseId))?.state).toMatchObject({ reason: "eligibility" });
    });

    it("a body that two rules come to is weighed once", async () => {
      const party = hash();
      const facts = { name: "样例", categories: [], lead: true };
      await saveMediator(rig.table, { organisationId: townBody, mediatorId: "m" }, facts, { identityHash: party });
      const first = await waiting({
        match: { partyHashes: [party], pairs: [] },
        dispute: { place: town, namedOrganisationId: townBody },
      });
      // The case with its parties and the event, the referrer with the body named, three parts of the directory and the mediators of
      // the body, which knows a party.
      expect(await routing(first)).toEqual({ BatchGetItem: 2, Query: 4, TransactWriteItems: 1 });
      expect((await loadCase(rig.table, first.state.caseId))?.state).toMatchObject({ reason: "nobody-left" });
    });

    it("a message that comes again finds the case and looks for repeats, until the case is offered once more", async () => {
      const first = await waiting();
      await routing(first);
      expect(await routing(first)).toEqual({ BatchGetItem: 1, ExecuteStatement: 2 });
      const { caseId } = first.state;
      const offer = await loadCase(rig.table, caseId);
      const decline = { type: "decline", reason: "no_capacity" } as const;
      const body = {
        organisationId: offer === undefined ? "" : (holderOf(offer.state) ?? ""),
        role: "committee",
      } as const;
      if (offer !== undefined) await issue(rig.table, offer, decline, body);
      await routing(first);
      expect(await routing(first)).toEqual({ BatchGetItem: 1 });
    });
  });

  it("when a person picks a body, its load is counted if it has a limit, by the rule pack of the case", async () => {
    const [party, id] = [hash(), anyOrganisation("pmc")];
    const { state } = await stored(rig.table, { match: { partyHashes: [party], pairs: [] } });
    const ask = { caseId: state.caseId, today: "2026-03-03", rulePack: state.rulePack };
    const limited = { organisationId: id, facts: { ...facts("general", town), capacity: 0 }, keys: {} };
    const unlimited = { ...limited, facts: facts("general", town) };
    // The parties' hashes and the mediators, and the open cases of the body with a limit.
    expect(await callsOf(rig, () => obstacleTo(rig.table, unlimited, ask))).toEqual({ BatchGetItem: 1, Query: 1 });
    expect(await callsOf(rig, () => obstacleTo(rig.table, limited, ask))).toEqual({ BatchGetItem: 1, Query: 2 });
    expect(await obstacleTo(rig.table, limited, ask)).toBe("full");
    await expect(obstacleTo(rig.table, limited, { ...ask, rulePack: "of another time" })).rejects.toThrow(RangeError);
  });

  describe("when a case is counted", () => {
    const counting = async (caseId: string, wanted: EventType) => {
      const event = (await loadHistory(rig.table, caseId)).find(({ type }) => type === wanted);
      if (event === undefined) throw new Error(`${caseId} has no ${wanted}`);
      return callsOf(rig, () => countCase(rig.table, { ...event, caseId }));
    };

    it("its end takes the case, its body and what was counted; its acknowledgement what was counted alone", async () => {
      const [last] = (await advance(rig.table, await offeredTo(rig.table, await register("general", town)))).slice(-1);
      const caseId = last?.state.caseId ?? "";
      // The case has gone on to its acknowledgement meanwhile, and is counted as it stands then.
      expect(await counting(caseId, "case.closed")).toEqual({ BatchGetItem: 1, TransactWriteItems: 1 });
      expect(await counting(caseId, "result.acknowledged")).toEqual({ GetItem: 1 });
      expect(await counting(caseId, "case.closed"), "and again").toEqual({ BatchGetItem: 1 });
    });

    it("a refusal takes the body that refused and what was counted", async () => {
      const body = await register("general", town);
      const offer = await offeredTo(rig.table, body);
      const decline = { type: "decline", reason: "no_capacity" } as const;
      await issue(rig.table, offer, decline, { organisationId: body, role: "committee" });
      const { caseId } = offer.state;
      expect(await counting(caseId, "assignment.declined")).toEqual({ BatchGetItem: 1, TransactWriteItems: 1 });
    });
  });

  it("when deadlines pass, a page of cases is read in one call, and what is built on in another", async () => {
    const since = "2026-01-05T01:00:00.000Z";
    const items = [1, 2, 3].flatMap(() => {
      const state = submitted({ caseId: randomUUID(), waitingSince: since });
      return placedCase(state, 1, dueKeys(since, state)).map((Item) => ({ PutRequest: { Item } }));
    });
    await rig.table.client.send(new BatchWriteCommand({ RequestItems: { [rig.table.name]: items } }));
    const at = () => "2026-01-05T02:00:00.000Z";
    // The calendars of their county are looked up once a minute.
    await caseStore(rig.table).calendars(submitted().county);
    expect(await callsOf(rig, () => actOnDeadlines(rig.table, at, () => true))).toEqual({
      ExecuteStatement: 1,
      BatchGetItem: 2,
      TransactWriteItems: 3,
    });
  });

  describe("when a committee calls", () => {
    it("a step reads caller, case and what it builds on in one call and writes in one; a foreign case takes the one reading", async () => {
      const api = apiOn(rig.table);
      api.setNow(now);
      const [body, stranger] = [anyOrganisation("pmc"), anyOrganisation("pmc")];
      for (const id of [body, stranger]) await api.register(id, facts("general", town));
      const { state, version } = await offeredTo(rig.table, body);
      const accept = (id: string, version: string) => async () => {
        const { status } = await api.post(id, `/v1/cases/${state.caseId}/accept`, {}, version);
        expect(status).toBe(id === body ? 200 : 404);
      };
      expect(await callsOf(rig, accept(stranger, '"2"'))).toEqual({ BatchGetItem: 1 });
      expect(await callsOf(rig, accept(body, `"${version}"`))).toEqual({ BatchGetItem: 1, TransactWriteItems: 1 });
      expect(await callsOf(rig, accept(body, "*")), "said again, which the history tells").toEqual({
        BatchGetItem: 1,
        Query: 1,
      });
      const seek = async () => api.post(body, `/v1/cases/${state.caseId}/seek-consent`, {});
      expect(await callsOf(rig, seek), "on any version").toEqual({
        BatchGetItem: 1,
        GetItem: 1,
        TransactWriteItems: 1,
      });
    });

    it("a poll that finds nothing reads the caller alone; one with offers reads their cases in one call", async () => {
      const cases = [offered({ caseId: randomUUID() }), offered({ caseId: randomUUID() })];
      const messages = cases.map(({ caseId }) => ({
        messageId: `${caseId}.2`,
        type: "assignment.offered" as const,
        caseId,
        version: 2,
        at: now,
        lease: caseId,
        receiveCount: 1,
      }));
      const inbox: typeof messages = [];
      const api = apiOn(rig.table, { receive: async () => inbox.splice(0), remove: async () => {} });
      api.setNow(now);
      const body = anyOrganisation("pmc");
      await api.register(body, facts("general", town));
      await api.place(cases, 2);
      const poll = async () => expect((await api.post(body, "/v1/inbox/receive", {})).status).toBe(200);
      expect(await callsOf(rig, poll)).toEqual({ GetItem: 1 });
      inbox.push(...messages);
      expect(await callsOf(rig, poll)).toEqual({ GetItem: 1, BatchGetItem: 1 });
    });
  });
});
