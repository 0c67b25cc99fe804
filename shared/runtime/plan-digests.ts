import { nextDigestAt } from "../domain/digest.ts";
import { planDigests } from "../dynamo/digest-store.ts";
import { loadSettings } from "../dynamo/settings-store.ts";
import type { Table } from "../dynamo/table.ts";

/** Counties of which this environment knows that their digests are planned. */
const planned = new Set<string>();

/** Sees to it that these counties get their digests: they began before there were any, or switched them on and the plan was lost. */
export async function planKnownCounties(table: Table, counties: Iterable<string>, now: string): Promise<void> {
  for (const county of counties) {
    if (planned.has(county)) continue;
    await planCounty(table, county, now, { unlessSooner: true });
    planned.add(county);
  }
}

/** Sets when a county gets its next digests, by its settings. */
export async function planCounty(
  table: Table,
  county: string,
  now: string,
  { unlessSooner = false, at }: { unlessSooner?: boolean; at?: string } = {},
): Promise<void> {
  const time = at ?? (await loadSettings(table, county)).settings.digest.at;
  await planDigests(table, { county, at: nextDigestAt(now, time), unlessSooner });
}
