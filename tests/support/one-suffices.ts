import { oneSuffices, sampleCounty } from "../../infra/demo/city.ts";
import { bundledSettings, settingsWith } from "../../shared/domain/house-settings.ts";
import { saveSettings } from "../../shared/dynamo/settings-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { justiceBureau, now } from "./cases.ts";

/** One person of a county's coordinator merges, reopens and so on, so that nobody waits for a second. */
export async function letOneSuffice(table: Table, county = sampleCounty): Promise<void> {
  const settings = settingsWith(bundledSettings, { twoPersons: oneSuffices });
  const entry = { at: now, act: "settings-changed", about: county, by: justiceBureau } as const;
  const { organisationId } = justiceBureau;
  await saveSettings(table, county, { revision: 0, settings }, { organisationId, entry });
}
