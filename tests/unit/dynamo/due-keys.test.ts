import { describe, expect, it } from "vitest";
import { dueKeyPages, withDueAhead } from "../../../shared/dynamo/due-keys.ts";
import {
  calendarDueKeys,
  calendarShards,
  digestPlanKeys,
  digestShards,
  dueKeys,
  dueShards,
  retryShards,
} from "../../../shared/dynamo/keys.ts";
import type { Table } from "../../../shared/dynamo/table.ts";
import { answeringTable } from "../../support/answering-table.ts";

const now = "2026-03-05T02:00:00.000Z";
const earlier = "2026-03-05T01:00:00.000Z";
const items = [
  { dueShard: dueShards[3], dueAt: `${now}#case-2` },
  { dueShard: dueShards[0], dueAt: `${earlier}#case-1` },
  { dueShard: digestShards[0], dueAt: `${earlier}#330483` },
  { dueShard: calendarShards[0], dueAt: `${earlier}#33` },
  { dueShard: calendarShards[0], dueAt: `${now}#330483` },
];

const pagesOf = async (table: Table, shards: readonly string[], until = now) => {
  const pages: string[][] = [];
  for await (const page of dueKeyPages(table, shards, until, 10)) pages.push(page);
  return pages;
};

describe("a place in the index of what is due", () => {
  const counties = Array.from({ length: 100 }, (_, index) => String(330_400 + index));

  it.each([
    ["deadlines", dueShards, (county: string) => dueKeys(now, { caseId: "case-1", county })],
    ["digests", digestShards, (county: string) => digestPlanKeys(now, county)],
    ["calendars", calendarShards, (county: string) => calendarDueKeys(now, county)],
  ])("is one of eight for the %s of a county, so that none takes those of all", (_kind, shards, keysOf) => {
    const written = counties.map((county) => keysOf(county).dueShard);
    expect([...new Set(written)].toSorted()).toEqual(shards.slice(0, 8));
    expect(keysOf("330483")).toEqual(keysOf("330483"));
  });

  it("was one for the digests and calendars of all, which is read as long as something waits in it", () => {
    expect([digestShards.slice(8), calendarShards.slice(8)]).toEqual([["DIGESTS"], ["CALENDARS"]]);
  });
});

describe("the round of the clock", () => {
  it("asks for all kinds in one call, and each finds its own in it", async () => {
    const { table, calls } = answeringTable(() => ({ Items: items }));
    const ahead = await withDueAhead(table, now);
    expect(await pagesOf(ahead, dueShards)).toEqual([[`${earlier}#case-1`, `${now}#case-2`]]);
    expect(await pagesOf(ahead, retryShards)).toEqual([[]]);
    expect(await pagesOf(ahead, digestShards)).toEqual([[`${earlier}#330483`]]);
    expect(await pagesOf(ahead, calendarShards, earlier), "up to the instant that is asked for").toEqual([
      [`${earlier}#33`],
    ]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.input["Parameters"]).toEqual([
      ...[...dueShards, ...retryShards, ...digestShards, ...calendarShards],
      `${now}$`,
    ]);
  });

  it("asks again at the second look", async () => {
    const { table, calls } = answeringTable(() => ({ Items: items.slice(0, 2) }));
    const ahead = await withDueAhead(table, now);
    await pagesOf(ahead, dueShards);
    await pagesOf(ahead, dueShards);
    expect(calls).toHaveLength(2);
  });

  it("asks for each kind where one call answers with a part only", async () => {
    const { table, calls } = answeringTable(({ input }) =>
      Array.isArray(input["Parameters"]) && input["Parameters"].length > dueShards.length + 1
        ? { Items: items, NextToken: "more" }
        : { Items: items.slice(0, 2) },
    );
    const ahead = await withDueAhead(table, now);
    expect(await pagesOf(ahead, dueShards)).toEqual([[`${earlier}#case-1`, `${now}#case-2`]]);
    expect(calls).toHaveLength(2);
  });

  it("reads pages where one kind has more than a page", async () => {
    const many = Array.from({ length: 11 }, (_, index) => ({
      dueShard: dueShards[0],
      dueAt: `${earlier}#case-${index}`,
    }));
    const { table, calls } = answeringTable(() => ({ Items: many }));
    const ahead = await withDueAhead(table, now);
    await pagesOf(ahead, dueShards);
    expect(calls.map(({ operation }) => operation)).toEqual(["ExecuteStatement", ...dueShards.map(() => "Query")]);
  });
});
