import * as z from "zod";
import type { RootedChain } from "../contracts/roots.ts";
import { once } from "../domain/once.ts";
import { casesWithClocks } from "./case-lists.ts";
import { organisationsOfCounty } from "./directory-store.ts";
import {
  caseIdOf,
  caseKey,
  casePrefix,
  closedIn,
  dueShards,
  indexes,
  logHeadKey,
  openIn,
  readHeadKey,
} from "./keys.ts";
import { readItems } from "./read-together.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";

// Where chains have come to is read from the lists that there are: nothing is written for it with a case.

const caseHead = once(() =>
  kinds.case.schema(
    z.object({ pk: z.string(), version: z.int(), head: z.string(), state: z.object({ county: z.string() }) }),
  ),
);
const linkHead = once(() => kinds.chainHead.schema(z.object({ pk: z.string(), sequence: z.int(), hash: z.string() })));

/** The county of a case, and how far its history and its readings have come. */
export type CaseHeads = { county: string; chains: RootedChain[] };

/** The ids of all cases with a running clock, of whatever county. */
export async function casesUnderWay(table: Table): Promise<string[]> {
  const shards = await Promise.all(dueShards.map((shard) => casesWithClocks(table, shard)));
  return [...new Set(shards.flat())];
}

const listsAtOnce = 12;

/** The ids of the cases that are open in a county, and of those that ended there in these months. */
export async function casesListedIn(table: Table, county: string, months: readonly string[]): Promise<string[]> {
  const lists = [openIn(county), ...months.map((month) => closedIn(county, month))];
  const ids = new Set<string>();
  for (let from = 0; from < lists.length; from += listsAtOnce) {
    const some = await Promise.all(lists.slice(from, from + listsAtOnce).map((list) => idsIn(table, list)));
    for (const caseId of some.flat()) ids.add(caseId);
  }
  return [...ids];
}

async function idsIn(table: Table, list: string): Promise<string[]> {
  const { partitionKey, sortKey } = indexes.casesByCounty;
  const items = await queryAll(table, {
    IndexName: "casesByCounty",
    KeyConditionExpression: "#list = :list",
    ExpressionAttributeNames: { "#list": partitionKey },
    ExpressionAttributeValues: { ":list": list },
  });
  return items.map((item) => caseIdOf(z.object({ [sortKey]: z.string() }).parse(item)[sortKey] ?? ""));
}

/** How far the chains of cases have come. */
export async function headsOfCases(table: Table, caseIds: readonly string[]): Promise<CaseHeads[]> {
  const keys = caseIds.flatMap((caseId) => [caseKey(caseId), readHeadKey(caseId)]);
  const byCase = Map.groupBy(await readItems(table, keys, false), ({ pk }) => String(pk));
  return [...byCase.values()].flatMap((items) => {
    const stands = items.find(({ sk }) => sk === caseKey("").sk);
    if (stands === undefined) return [];
    const { pk, version, head, state } = caseHead().parse(stands);
    const caseId = pk.slice(casePrefix.length);
    const readings = items.filter((item) => item !== stands).map((item) => linkHead().parse(item));
    return [
      {
        county: state.county,
        chains: [
          ["case", caseId, version, head],
          ...readings.map(({ sequence, hash }): RootedChain => ["readings", caseId, sequence, hash]),
        ],
      },
    ];
  });
}

/** How far the logs of a county's organisations have come. */
export async function headsOfLogs(table: Table, county: string): Promise<RootedChain[]> {
  const organisations = await organisationsOfCounty(table, county);
  const keys = organisations.map(({ organisationId }) => logHeadKey(organisationId));
  const heads = (await readItems(table, keys, false)).map((item) => linkHead().parse(item));
  return heads.map(({ pk, sequence, hash }) => ["log", pk.slice("LOG#".length), sequence, hash]);
}
