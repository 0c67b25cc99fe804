import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import type { Actor } from "../../shared/domain/case.ts";
import { holderOf } from "../../shared/domain/case-state.ts";
import { given } from "../../shared/domain/given.ts";
import { owedBeside } from "../../shared/domain/owed.ts";
import { asked } from "../../shared/domain/verbs.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { appendTogether, loadCase } from "../../shared/dynamo/case-store.ts";
import { caseKey, endedKey, owedKey } from "../../shared/dynamo/keys.ts";
import { allWork, pageOfWork, type WorkPlace } from "../../shared/dynamo/work-list.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { sealTexts } from "../../shared/runtime/case-texts.ts";
import { countWorkOf, workFor } from "../../shared/runtime/work.ts";
import { justiceBureau, needsInfo, now, type Said, when } from "../support/cases.ts";
import { onEachEngine, type Rig } from "../support/engine-table.ts";
import { organisationAt, usualLimits } from "../support/organisations.ts";
import { ownKeys } from "../support/own-keys.ts";
import { advance, anyOrganisation, contextOf, issue, offeredTo, stored } from "../support/stored-cases.ts";

const idOf = ({ state }: StoredCase): string => state.caseId;
const callerAt = (organisationId: string, role: "agency" | "committee"): Caller => ({
  organisationId,
  role,
  organisation: organisationAt(organisationId, { divisionCode: "330483100", kind: role, type: "general" }),
  limits: usualLimits,
});

const unneeded = async (): Promise<never> => {
  throw new Error("nothing is sealed or opened but texts of cases");
};
const portsOf = ({ table }: Rig) => ({ table, sealer: { ...ownKeys(), seal: unneeded, open: unneeded } });

/** Asks the referrer for something as the API does it: the words are sealed beside the event. */
async function askSealed(
  rig: Rig,
  before: StoredCase,
  { verb, missing, by }: { verb: "ask-for-info" | "request-info"; missing: readonly string[]; by: Actor },
): Promise<StoredCase> {
  const schema = asked[verb].body();
  const { said, texts } = await sealTexts(portsOf(rig), idOf(before), { schema, body: { missing: [...missing] } });
  const command: Said<"ask-for-info" | "request-info"> = { type: verb, ...said };
  const newEvents = when(before.state, command, by);
  const change = { before, newEvents, context: contextOf(by), ...given("texts", texts) };
  const [after] = await appendTogether(rig.table, [change]);
  if (after === undefined) throw new Error("it was asked");
  return after;
}

/** A case that goes back to its referrer for what it lacks. */
const lacking = async (rig: Rig, agencyId: string, at: string): Promise<StoredCase> => {
  const sent = await stored(rig.table, { referral: { agencyId }, at });
  return issue(rig.table, sent, { type: "ask-for-info", missing: ["地点"] }, justiceBureau, at);
};
const pagesOf = async (rig: Rig, organisationId: string, limit: number): Promise<string[][]> => {
  const pages: string[][] = [];
  let from: WorkPlace | undefined = {};
  while (from !== undefined) {
    const page: Awaited<ReturnType<typeof pageOfWork>> = await pageOfWork(rig.table, organisationId, { limit, from });
    pages.push(page.entries.map(({ caseId }) => caseId));
    from = page.next;
  }
  return pages;
};
const owedItems = async (rig: Rig, caseId: string) =>
  (await rig.itemsUnder(caseKey(caseId).pk)).filter(({ sk }) => String(sk).startsWith("OWED#"));

await onEachEngine("the list of work", (rig) => {
  it("has what an organisation holds and what it owes elsewhere, in one order, page by page, none twice", async () => {
    const both = anyOrganisation("both");
    const days = ["02", "03", "04", "05", "06"];
    const cases: StoredCase[] = [];
    for (const [index, day] of days.entries()) {
      const at = `2026-03-${day}T02:00:00.000Z`;
      cases.push(index % 2 === 0 ? await lacking(rig, both, at) : await offeredTo(rig.table, both, { at }));
    }
    const ids = cases.map(idOf);
    expect((await allWork(rig.table, both)).map(({ caseId }) => caseId)).toEqual(ids);
    for (const limit of [1, 2, 3, 5, 9]) {
      const pages = await pagesOf(rig, both, limit);
      expect(pages.flat()).toEqual(ids);
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(limit);
    }
  });

  it("forgets a duty in the same transaction in which it is done", async () => {
    const agencyId = anyOrganisation("police");
    const asked = await lacking(rig, agencyId, now);
    expect(await owedItems(rig, idOf(asked))).toHaveLength(1);
    const by: Actor = { organisationId: agencyId, role: "agency" };
    await issue(rig.table, asked, { type: "supply-info", note: "已补" }, by);
    expect(await owedItems(rig, idOf(asked))).toEqual([]);
    expect(await allWork(rig.table, agencyId)).toEqual([]);
  });

  it("has at every moment of a life what is owed then, and writes nothing while that stays the same", async () => {
    const [agencyId, body] = [anyOrganisation("police"), anyOrganisation("pmc")];
    const again = await offeredTo(rig.table, body, { referral: { agencyId } });
    const steps = await advance(rig.table, again, ({ status }) => status === "closed");
    const closed = steps.at(-1);
    expect((await owedItems(rig, idOf(again))).map(({ sk }) => sk)).toEqual([owedKey("", agencyId).sk]);
    if (closed === undefined) throw new Error("a life ends");
    expect([...owedBeside(closed.state, undefined).keys()]).toEqual([agencyId]);
    // Until then nobody owed anything on it but who held it.
    for (const { state } of steps.slice(0, -1)) expect(owedBeside(state, holderOf(state)).size).toBe(0);
    await issue(rig.table, closed, { type: "acknowledge-result" }, { organisationId: agencyId, role: "agency" });
    expect(await owedItems(rig, idOf(again))).toEqual([]);
  });

  it("shows the duties with their cases, by kind and as a whole, and drops what an index names too late", async () => {
    const agencyId = anyOrganisation("police");
    const caller = callerAt(agencyId, "agency");
    const asked = await lacking(rig, agencyId, now);
    const held = await offeredTo(rig.table, agencyId, { at: "2026-03-09T02:00:00.000Z" });
    const all = await workFor(portsOf(rig), caller, { limit: 50 }, now);
    expect(all.work.map(({ what, case: { caseId } }) => [what, caseId])).toEqual([
      ["supply-info", idOf(asked)],
      ["answer-offer", idOf(held)],
    ]);
    expect(all.work.map(({ steps, level }) => [steps, level])).toEqual([
      [["supply-info"], "calm"],
      [["accept", "decline"], "calm"],
    ]);
    expect(all.cursor).toBeUndefined();
    const offers = await workFor(portsOf(rig), caller, { limit: 1, what: "answer-offer" }, now);
    expect(offers.work.map(({ case: { caseId } }) => caseId)).toEqual([idOf(held)]);
    // The index still has what is gone.
    const state = needsInfo({ caseId: idOf(asked), referrals: asked.state.referrals, status: "needs_info" });
    const answered = { ...state, status: "submitted", waitingSince: now, missing: undefined };
    const item = { ...caseKey(idOf(asked)), version: 3, head: "", state: JSON.parse(JSON.stringify(answered)) };
    await rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item: item }));
    const left = await workFor(portsOf(rig), caller, { limit: 50 }, now);
    expect(left.work.map(({ what }) => what)).toEqual(["answer-offer"]);
  });

  it("says in each row what was asked for, opened for all rows together, and reads a history only for an old question", async () => {
    const agencyId = anyOrganisation("police");
    const caller = callerAt(agencyId, "agency");
    const wanted = new Map<string, string[]>();
    for (const [index, lacks] of ["地点", "身份证复印件", "现场照片"].entries()) {
      const sent = await stored(rig.table, { referral: { agencyId }, at: `2026-03-0${index + 2}T02:00:00.000Z` });
      const ask = { verb: "ask-for-info", missing: [lacks, "联系电话"], by: justiceBureau } as const;
      const { state } = await askSealed(rig, sent, ask);
      wanted.set(state.caseId, [lacks, "联系电话"]);
      expect(JSON.stringify(state)).not.toContain(lacks);
    }
    const listed = async () => {
      const before = { ...rig.figures(), calls: { ...rig.figures().calls } };
      const { work } = await workFor(portsOf(rig), caller, { limit: 50 }, now);
      const { calls, readUnits } = rig.figures();
      const made = (name: string): number => (calls[name] ?? 0) - (before.calls[name] ?? 0);
      return { work, queries: made("Query"), batches: made("BatchGetItem"), read: readUnits - before.readUnits };
    };
    const recent = await listed();
    const lacking = recent.work.map(({ missing, case: { caseId } }) => [caseId, missing]);
    expect(Object.fromEntries(lacking)).toEqual(Object.fromEntries(wanted));
    // Two lists, the cases, what organisations are called, and all that was asked for.
    expect([recent.queries, recent.batches]).toEqual([2, 3]);
    // One unit and a half for each question, whole ones where the engine counts so.
    expect(recent.read).toBeLessThanOrEqual(8);
    const { body } = await countWorkOf(rig.table, caller, { now, isKnown: () => false });
    expect(body?.groups).toEqual([{ what: "supply-info", count: 3, overdue: 0 }]);

    const pmc = anyOrganisation("pmc");
    const offered = await offeredTo(rig.table, pmc, { referral: { agencyId }, at: "2026-03-06T02:00:00.000Z" });
    const holder: Actor = { organisationId: pmc, role: "committee" };
    const question = { verb: "request-info", missing: ["租赁合同"], by: holder } as const;
    let stands = await askSealed(rig, offered, question);
    const circumstances = ["minor_without_guardian", "person_at_risk", "domestic_violence"] as const;
    for (const one of circumstances)
      stands = await issue(rig.table, stands, { type: "note-circumstances", circumstances: [one] }, holder);
    const older = await listed();
    expect(older.work.find(({ what }) => what === "answer-question")?.missing).toEqual(["租赁合同"]);
    expect(older.queries).toBe(recent.queries + 1);
  });

  it("goes on where a cursor says, and only in the caller's own list", async () => {
    const [victim, thief] = [anyOrganisation("org"), anyOrganisation("org")];
    for (const at of ["2026-03-02T02:00:00.000Z", "2026-03-05T02:00:00.000Z"]) await lacking(rig, victim, at);
    const own = await lacking(rig, thief, "2026-03-06T02:00:00.000Z");
    const first = await workFor(portsOf(rig), callerAt(victim, "agency"), { limit: 1 }, now);
    const second = await workFor(
      portsOf(rig),
      callerAt(victim, "agency"),
      { limit: 1, ...given("cursor", first.cursor) },
      now,
    );
    expect(second.work).toHaveLength(1);
    expect(second.work[0]?.case.caseId).not.toBe(first.work[0]?.case.caseId);
    const stolen = await workFor(
      portsOf(rig),
      callerAt(thief, "agency"),
      { limit: 9, ...given("cursor", first.cursor) },
      now,
    );
    expect(stolen.work.map(({ case: { caseId } }) => caseId)).toEqual([idOf(own)]);
    for (const cursor of ["nonsense", Buffer.from('{"held":"x"}').toString("base64url")]) {
      await expect(workFor(portsOf(rig), callerAt(thief, "agency"), { limit: 9, cursor }, now)).rejects.toMatchObject({
        code: "invalid-cursor",
      });
    }
  });

  it("is counted by kind, and by keys alone for who has the present answer", async () => {
    const agencyId = anyOrganisation("police");
    const caller = callerAt(agencyId, "agency");
    await lacking(rig, agencyId, "2026-03-02T02:00:00.000Z");
    await lacking(rig, agencyId, "2026-03-03T02:00:00.000Z");
    await offeredTo(rig.table, agencyId, { at: now });
    const later = "2026-03-06T00:00:00.000Z";
    const { etag, body } = await countWorkOf(rig.table, caller, { now: later, isKnown: () => false });
    expect(body).toEqual({
      total: 3,
      overdue: 1,
      groups: [
        { what: "supply-info", count: 2, overdue: 1 },
        { what: "answer-offer", count: 1, overdue: 0 },
      ],
    });
    const before = { ...rig.figures().calls };
    expect(await countWorkOf(rig.table, caller, { now: later, isKnown: (tag) => tag === etag })).toEqual({ etag });
    expect(rig.figures().calls["BatchGetItem"]).toBe(before["BatchGetItem"]);
    expect(
      (await countWorkOf(rig.table, caller, { now: "2026-03-20T00:00:00.000Z", isKnown: (tag) => tag === etag })).body
        ?.overdue,
    ).toBe(3);
    await lacking(rig, agencyId, now);
    expect((await countWorkOf(rig.table, caller, { now: later, isKnown: (tag) => tag === etag })).body?.total).toBe(4);
  });
});

await onEachEngine("a case that ended", (rig) => {
  it("is listed once with the body in whose hands it did, through all that follows, until it is taken up again", async () => {
    const [agencyId, body] = [anyOrganisation("police"), anyOrganisation("pmc")];
    const offered = await offeredTo(rig.table, body, { referral: { agencyId } });
    const endedItems = async () =>
      (await rig.itemsUnder(caseKey(idOf(offered)).pk)).filter(({ sk }) => String(sk).startsWith("ENDED#"));
    const closed = (await advance(rig.table, offered, ({ status }) => status === "closed")).at(-1);
    if (closed === undefined || !("closedAt" in closed.state)) throw new Error("a life ends");
    const listed = [{ ...endedKey(idOf(offered), body), holderDue: `${closed.state.closedAt}#${idOf(offered)}` }];
    expect(await endedItems()).toMatchObject(listed);
    const by: Actor = { organisationId: agencyId, role: "agency" };
    const known = await issue(rig.table, closed, { type: "acknowledge-result" }, by);
    expect(await endedItems()).toMatchObject(listed);
    await issue(rig.table, known, { type: "reopen", reason: "new_facts" }, justiceBureau);
    expect(await endedItems()).toEqual([]);
  });
});

await onEachEngine("a case that an earlier release stored", (rig) => {
  it("is listed with all that is owed on it from its next change on", async () => {
    const agencyId = anyOrganisation("police");
    const asked = await lacking(rig, agencyId, now);
    const [kept] = await rig.itemsUnder(caseKey(idOf(asked)).pk);
    const old = { ...kept, v: 2 };
    await rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item: old }));
    await rig.table.client.send(
      new PutCommand({
        TableName: rig.table.name,
        // As if it had never been written.
        Item: { ...owedKey(idOf(asked), agencyId), v: 1 },
      }),
    );
    expect(await allWork(rig.table, agencyId)).toEqual([]);
    const read = await loadCase(rig.table, idOf(asked));
    if (read === undefined) throw new Error("it is there");
    await issue(
      rig.table,
      read,
      { type: "note-circumstances", circumstances: ["reserved_by_law"] },
      {
        organisationId: agencyId,
        role: "agency",
      },
    );
    expect((await allWork(rig.table, agencyId)).map(({ caseId }) => caseId)).toEqual([idOf(asked)]);
  });

  it("is listed with the body in whose hands it had ended from its next change on", async () => {
    const [agencyId, body] = [anyOrganisation("police"), anyOrganisation("pmc")];
    const offered = await offeredTo(rig.table, body, { referral: { agencyId } });
    const closed = (await advance(rig.table, offered, ({ status }) => status === "closed")).at(-1);
    if (closed === undefined) throw new Error("a life ends");
    const endedIds = async () =>
      (await rig.itemsUnder(caseKey(idOf(closed)).pk)).flatMap(({ sk, holder }) =>
        String(sk).startsWith("ENDED#") ? [[sk, holder]] : [],
      );
    const listed = [[`ENDED#${body}`, `ENDED#${body}`]];
    expect(await endedIds()).toEqual(listed);
    // As version 3 left it.
    const [kept] = (await rig.itemsUnder(caseKey(idOf(closed)).pk)).filter(({ sk }) => sk === "CASE");
    await rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item: { ...kept, v: 3 } }));
    await rig.table.client.send(new DeleteCommand({ TableName: rig.table.name, Key: endedKey(idOf(closed), body) }));
    const read = await loadCase(rig.table, idOf(closed));
    if (read === undefined) throw new Error("it is there");
    await issue(rig.table, read, { type: "acknowledge-result" }, { organisationId: agencyId, role: "agency" });
    expect(await endedIds()).toEqual(listed);
  });
});
