import { randomUUID } from "node:crypto";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { cardOf } from "../../shared/domain/case-card.ts";
import { nextDueAt } from "../../shared/domain/case-clocks.ts";
import { given } from "../../shared/domain/given.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import {
  type CaseListing,
  countOpenCases,
  lastOf,
  listCases,
  pageOfCases,
  type Row,
} from "../../shared/dynamo/case-lists.ts";
import { loadCases } from "../../shared/dynamo/case-store.ts";
import { closedIn, openIn, senderKeys } from "../../shared/dynamo/keys.ts";
import { justiceBureau, rules, village } from "../support/cases.ts";
import { dueCases } from "../support/due-cases.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { advance, anyOrganisation, issue, nextOf, offeredTo, stored } from "../support/stored-cases.ts";

const minute = (number: number): string => `2026-03-02T02:0${number}:00.000Z`;
const idOf = ({ state }: StoredCase): string => state.caseId;
const startKeyOf = (cursor: string | undefined): Record<string, unknown> | undefined =>
  cursor === undefined ? undefined : JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));

/** One after the other, since the tests' clock gives each its own minute. */
async function each<Result>(count: number, make: (index: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let index = 0; index < count; index += 1) results.push(await make(index));
  return results;
}

await onEachEngine("a list of cases", (rig) => {
  const pagesOf = async (organisationId: string, as: "sender" | "holder", limit: number): Promise<CaseListing[]> => {
    const pages: CaseListing[] = [];
    do {
      const startKey = startKeyOf(pages.at(-1)?.cursor);
      pages.push(await listCases(rig.table, { organisationId, as, limit, startKey }));
    } while (pages.at(-1)?.cursor !== undefined);
    return pages;
  };
  const idsOf = (pages: readonly CaseListing[]): string[][] =>
    pages.map(({ cases }) => cases.map(({ caseId }) => caseId)).filter((ids) => ids.length > 0);

  /** What a list says of a case besides where it stands: nobody holds these. */
  const named = (sent: StoredCase | undefined) => ({
    sourceNumbers: sent?.state.referrals.map(({ sourceNumber }) => sourceNumber),
    category: sent?.state.dispute.category,
    ...given("place", sent?.state.dispute.place),
    ...(sent === undefined ? {} : cardOf(sent.state, "")),
  });

  it("gives a referrer its cases, newest first, page by page, none twice", async () => {
    const agencyId = anyOrganisation("police");
    const sent = await each(5, (index) => stored(rig.table, { referral: { agencyId }, at: minute(index) }));
    await stored(rig.table);
    const [e, d, c, b, a] = sent.map(idOf);
    expect(idsOf(await pagesOf(agencyId, "sender", 2))).toEqual([[a, b], [c, d], [e]]);
    expect((await listCases(rig.table, { organisationId: agencyId, as: "sender", limit: 1 })).cases).toEqual([
      { caseId: a, version: 1, status: "submitted", at: minute(4), ...named(sent[4]) },
    ]);
  });

  it("gives a holder its open cases, next due first, page by page, none twice", async () => {
    const holder = anyOrganisation("pmc");
    const days = ["09", "05", "06"];
    const held = await each(3, (index) => offeredTo(rig.table, holder, { at: `2026-03-${days[index]}T02:00:00.000Z` }));
    const [third, first, second] = held.map(idOf);
    expect(idsOf(await pagesOf(holder, "holder", 2))).toEqual([[first, second], [third]]);
  });

  it("names a case once to its referrer, however far it went", async () => {
    const agencyId = anyOrganisation("police");
    const sent = await stored(rig.table, { referral: { agencyId } });
    await advance(rig.table, sent, ({ status }) => status === "closed");
    const { cases } = await listCases(rig.table, { organisationId: agencyId, as: "sender", limit: 50 });
    expect(cases).toEqual([
      {
        ...{ caseId: idOf(sent), version: 10, status: "closed", at: "2026-03-03T02:00:00.000Z", ...named(sent) },
        endedWithId: village.organisationId,
      },
    ]);
  });

  it("lets a case leave its holder when it is declined, passed on or closed", async () => {
    const [holder, next] = [anyOrganisation("pmc"), anyOrganisation("pmc")];
    const by = { organisationId: holder, role: "committee" } as const;
    const offered = await offeredTo(rig.table, holder);
    const declined = await issue(rig.table, offered, { type: "decline", reason: "no_capacity" }, by);
    expect(await pagesOf(holder, "holder", 9)).toEqual([{ cases: [] }]);
    const again = { type: "assign", organisationId: next, reason: "nearest" } as const;
    const passedOn = await issue(rig.table, declined, again, justiceBureau);
    expect(idsOf(await pagesOf(next, "holder", 9))).toEqual([[idOf(offered)]]);
    await advance(rig.table, passedOn, ({ status }) => status === "closed");
    expect(await pagesOf(next, "holder", 9)).toEqual([{ cases: [] }]);
  });

  it("narrowed to what few cases fit, gives short pages with a cursor as long as there is more to look at", async () => {
    const agencyId = anyOrganisation("police");
    const sent = await each(7, (index) =>
      stored(rig.table, {
        referral: { agencyId },
        at: minute(index),
        dispute: { riskGrade: index === 0 ? "red" : "blue" },
      }),
    );
    const [rare] = sent.map(idOf);
    const place = { index: "casesBySender", partition: agencyId } as const;
    const wanted = ({ stored: { state } }: Row) => state.dispute.riskGrade === "red";
    const ask = { limit: 2, backwards: true, wanted };
    const whole = await pageOfCases(rig.table, place, ask);
    expect(whole.rows.map(({ stored }) => idOf(stored))).toEqual([rare]);
    expect(whole.cursor).toBeUndefined();
    // Two that fit, with others between them: the second page goes on right behind the second one.
    const blue = { ...ask, wanted: (row: Row) => !wanted(row) };
    const first = await pageOfCases(rig.table, place, { ...blue, limit: 3 });
    const second = await pageOfCases(rig.table, place, { ...blue, limit: 9, startKey: startKeyOf(first.cursor) });
    expect([...first.rows, ...second.rows].map(({ stored }) => idOf(stored))).toEqual(
      sent.slice(1).map(idOf).reverse(),
    );
  });

  it("looks at no more than some hundred cases for one page, and says where to go on", async () => {
    const agencyId = anyOrganisation("police");
    const keys = Array.from({ length: 320 }, (_, index) => ({
      pk: `REFERRAL#${agencyId}#${index}`,
      sk: "REFERRAL",
      ...senderKeys(agencyId, minute(1), `0190a0de-0000-7000-8000-${String(index).padStart(12, "0")}`),
    }));
    for (let from = 0; from < keys.length; from += 25) {
      const some = keys.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
      await rig.table.client.send(new BatchWriteCommand({ RequestItems: { [rig.table.name]: some } }));
    }
    const place = { index: "casesBySender", partition: agencyId } as const;
    const first = await pageOfCases(rig.table, place, { limit: 100 });
    expect(first).toEqual({ rows: [], cursor: expect.any(String) });
    const second = await pageOfCases(rig.table, place, { limit: 100, startKey: startKeyOf(first.cursor) });
    expect(second).toEqual({ rows: [] });
  });

  it("has what was sent on some days alone", async () => {
    const agencyId = anyOrganisation("police");
    const sent = await each(3, (index) =>
      stored(rig.table, { referral: { agencyId }, at: `2026-03-0${index + 2}T16:00:00.000Z` }),
    );
    const keys = { from: "2026-03-03T16:00:00.000Z", to: lastOf("2026-03-03T16") };
    const page = await pageOfCases(rig.table, { index: "casesBySender", partition: agencyId, keys }, { limit: 9 });
    expect(page.rows.map(({ stored }) => idOf(stored))).toEqual([sent.map(idOf)[1]]);
  });

  it("leaves out a case of which its reader sees nothing", async () => {
    const agencyId = anyOrganisation("police");
    await stored(rig.table, { referral: { agencyId } });
    const place = { index: "casesBySender", partition: agencyId } as const;
    expect(await pageOfCases(rig.table, place, { limit: 9, seen: async () => undefined })).toEqual({ rows: [] });
  });

  it("of a county has its open cases by due time, and those that ended by month", async () => {
    const county = "100001";
    const dispute = { place: `${county}100200` };
    const place = (partition: string) => ({ index: "casesByCounty", partition }) as const;
    const idsAt = async (partition: string): Promise<string[]> =>
      (await pageOfCases(rig.table, place(partition), { limit: 99 })).rows.map(({ stored }) => idOf(stored));
    const [late, soon] = await each(2, (index) =>
      offeredTo(rig.table, anyOrganisation("pmc"), { dispute, at: `2026-03-0${5 - index}T02:00:00.000Z` }),
    );
    const waiting = await stored(rig.table, { dispute });
    if (late === undefined || soon === undefined) throw new Error("two were stored");
    // A case without a deadline goes last.
    expect(await idsAt(openIn(county))).toEqual([soon, late, waiting].map(idOf));
    await advance(rig.table, soon, ({ status }) => status === "closed");
    expect(await idsAt(openIn(county))).toEqual([late, waiting].map(idOf));
    expect(await idsAt(closedIn(county, "2026-03"))).toEqual([idOf(soon)]);
  });

  it("gives a cursor that says nothing readable", async () => {
    const holder = anyOrganisation("pmc");
    await each(2, () => offeredTo(rig.table, holder));
    const { cursor } = await listCases(rig.table, { organisationId: holder, as: "holder", limit: 1 });
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(cursor).not.toContain(holder);
  });

  it.each(["sender", "holder"] as const)("keeps a %s's foreign cursor inside the caller's own cases", async (as) => {
    const [victim, thief] = [anyOrganisation("org"), anyOrganisation("org")];
    const sendAndHold = (organisationId: string, at: string) =>
      offeredTo(rig.table, organisationId, { referral: { agencyId: organisationId }, at });
    await each(3, (index) => sendAndHold(victim, `2026-03-0${index + 3}T02:00:00.000Z`));
    const own = await sendAndHold(thief, "2026-03-04T02:00:00.000Z");
    const { cursor } = await listCases(rig.table, { organisationId: victim, as, limit: 1 });
    const stolen = { organisationId: thief, as, limit: 9, startKey: startKeyOf(cursor) };
    const { cases } = await listCases(rig.table, stolen);
    expect(cases.map(({ caseId }) => caseId)).toEqual([idOf(own)]);
  });
});

await onEachEngine("loading many cases", (rig) => {
  it("takes duplicates, unknown ids and more than one batch", async () => {
    const known = await each(3, () => stored(rig.table));
    const unknown = Array.from({ length: 205 }, () => randomUUID());
    const found = await loadCases(rig.table, [...known.map(idOf), ...unknown, ...known.map(idOf)]);
    expect(found).toEqual(new Map(known.map((each) => [idOf(each), each])));
    expect(rig.figures().calls["BatchGetItem"]).toBe(3);
  });

  it("asks for nothing when nothing is asked", async () => {
    expect(await loadCases(rig.table, [])).toEqual(new Map());
    expect(rig.figures().calls).toEqual({});
  });
});

await onEachEngine("the number of open cases", (rig) => {
  it("counts what an organisation holds, across pages, until it is closed", async () => {
    const holder = anyOrganisation("pmc");
    expect(await countOpenCases(rig.table, holder)).toBe(0);
    const held = await each(3, () => offeredTo(rig.table, holder));
    await offeredTo(rig.table, anyOrganisation("pmc"));
    await stored(rig.table, { referral: { agencyId: holder } });
    rig.pageBy(2);
    expect(await countOpenCases(rig.table, holder)).toBe(3);
    if (held[0] !== undefined) await advance(rig.table, held[0], ({ status }) => status === "closed");
    expect(await countOpenCases(rig.table, holder)).toBe(2);
  });
});

await onEachEngine("what is due", (rig) => {
  const due = (now: string, limitPerShard = 100): Promise<string[]> => dueCases(rig.table, now, limitPerShard);
  const earlier = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();

  // The years tell these tests apart: each sees everything that was due before its own.
  describe("at an instant", () => {
    it("includes the case due at this very instant, and not the one due a millisecond later", async () => {
      const waiting = await stored(rig.table, { at: "2021-03-02T02:00:00.000Z" });
      const dueAt = nextDueAt(waiting.state, rules) ?? "";
      expect(await due(earlier(dueAt))).toEqual([]);
      expect(await due(dueAt)).toEqual([idOf(waiting)]);
    });

    it("comes from every shard, earliest first", async () => {
      const waiting = await each(40, (index) =>
        stored(rig.table, { at: `2022-03-02T02:00:${String((index * 7) % 40).padStart(2, "0")}.000Z` }),
      );
      const inOrder = waiting.toSorted((a, b) => (a.state.submittedAt < b.state.submittedAt ? -1 : 1)).map(idOf);
      const mine = new Set(inOrder);
      expect((await due("2022-12-31T00:00:00.000Z")).filter((caseId) => mine.has(caseId))).toEqual(inOrder);
    });

    it("is limited shard by shard to what is due first", async () => {
      const first = await due("2022-12-31T00:00:00.000Z", 1);
      expect(first.length).toBeLessThanOrEqual(8);
      expect(first[0]).toBe((await due("2022-12-31T00:00:00.000Z"))[0]);
    });
  });

  it("follows the case from guard to guard and ends with the acknowledgement", async () => {
    const waiting = await stored(rig.table, { at: "2026-03-02T02:00:00.000Z" });
    const isDue = async (now: string) => (await due(now)).includes(idOf(waiting));
    const forEver = "2999-12-31T00:00:00.000Z";
    const passed: string[] = [];
    for (let step: StoredCase | undefined = waiting; step !== undefined; step = await nextOf(rig.table, step)) {
      const dueAt = nextDueAt(step.state, rules);
      passed.push(step.state.status);
      expect([step.state.status, await isDue(forEver)]).toEqual([step.state.status, dueAt !== undefined]);
      if (dueAt !== undefined) expect([await isDue(earlier(dueAt)), await isDue(dueAt)]).toEqual([false, true]);
    }
    expect(passed).toEqual([
      "submitted",
      "offered",
      "accepted",
      "seeking_consent",
      "mediating",
      "agreed",
      "performing",
      "closed",
      "closed",
    ]);
  });
});
