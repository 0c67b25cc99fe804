import {
  type HouseSettings,
  loosens,
  type SettingsChange,
  settingsChanged,
  settingsWith,
} from "../domain/house-settings.ts";
import { loadSettings, saveSettings } from "../dynamo/settings-store.ts";
import { accessBy } from "./access.ts";
import { type Caller, ownCounty, requireRight } from "./caller.ts";
import { isFirstKey } from "./first-key.ts";
import { planCounty } from "./plan-digests.ts";
import { Problem } from "./problem.ts";
import { approved, asJson } from "./second-person.ts";
import type { AskingPorts } from "./standing.ts";

/** What a county sets for itself. Throws `not-found` for another one's. */
export async function showSettings(
  { table }: Pick<AskingPorts, "table">,
  caller: Caller,
  county: string,
): Promise<HouseSettings> {
  requireRight(caller, { act: "read-settings", county });
  return (await loadSettings(table, county)).settings;
}

/**
 * Changes what a county sets for itself; what loosens it takes two persons. Throws `not-found`, `second-person-required`, and `busy`
 * where it was changed meanwhile.
 */
export async function changeSettings(
  ports: AskingPorts,
  caller: Caller,
  { county, change }: { county: string; change: SettingsChange },
): Promise<HouseSettings> {
  const { table, now } = ports;
  requireRight(caller, { act: "change-settings", county });
  const { revision, settings: before } = await loadSettings(table, county);
  const settings = settingsWith(before, change);
  const changed = settingsChanged(before, settings);
  if (changed.length === 0) return before;
  const request = { operation: "changeSettings", params: { county }, body: asJson(change) };
  // The operator may change all; a coordinator above a county sets the rules in it.
  const isAlone = county !== ownCounty(caller) || (await isFirstKey(ports, caller));
  const grave = { act: "settings", duty: "lead", request, seen: before } as const;
  const approval = isAlone || !loosens(before, settings) ? {} : await approved(ports, caller, grave);
  const entry = { at: now(), act: "settings-changed", about: county, changed } as const;
  const accessed = accessBy(caller, caller.organisationId, entry, approval);
  if (!(await saveSettings(table, county, { revision, settings }, accessed))) throw new Problem("busy");
  // Should this be lost, the county's next digests come at the time that was set before, a week later at most.
  const { at, isSent } = settings.digest;
  if (at !== before.digest.at || (isSent && !before.digest.isSent)) await planCounty(table, county, now(), { at });
  return settings;
}
