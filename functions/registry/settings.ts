import { settingsRoutes } from "../../shared/contracts/settings-routes.ts";
import { loosens, settingsChanged, settingsWith } from "../../shared/domain/house-settings.ts";
import { loadSettings, saveSettings } from "../../shared/dynamo/settings-store.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { ownCounty, requireRight } from "../../shared/runtime/caller.ts";
import { isFirstKey } from "../../shared/runtime/first-key.ts";
import { planCounty } from "../../shared/runtime/plan-digests.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { approved, asJson } from "../../shared/runtime/second-person.ts";
import { operation } from "./platform.ts";

/** What a county sets for itself beside its law. */
export const settingsOperations = {
  showSettings: operation(settingsRoutes.showSettings, async ({ table }, { params, caller }) => {
    requireRight(caller, { act: "read-settings", ...params });
    return { status: 200, body: (await loadSettings(table, params.county)).settings };
  }),

  changeSettings: operation(settingsRoutes.changeSettings, async (platform, { params, body, caller }) => {
    const { table, now } = platform;
    const { county } = params;
    requireRight(caller, { act: "change-settings", county });
    const { revision, settings: before } = await loadSettings(table, county);
    const settings = settingsWith(before, body);
    const changed = settingsChanged(before, settings);
    if (changed.length === 0) return { status: 200, body: before };
    const request = { operation: "changeSettings", params, body: asJson(body) };
    // The operator may change all; a coordinator above a county sets the rules in it.
    const isAlone = county !== ownCounty(caller) || (await isFirstKey(platform, caller));
    const grave = { act: "settings", duty: "lead", request, seen: before } as const;
    const approval = isAlone || !loosens(before, settings) ? {} : await approved(platform, caller, grave);
    const entry = { at: now(), act: "settings-changed", about: county, changed } as const;
    const accessed = accessBy(caller, caller.organisationId, entry, approval);
    if (!(await saveSettings(table, county, { revision, settings }, accessed))) throw new Problem("busy");
    // Should this be lost, the county's next digests come at the time that was set before.
    if (settings.digest.at !== before.digest.at) await planCounty(table, county, now(), { at: settings.digest.at });
    return { status: 200, body: settings };
  }),
};
