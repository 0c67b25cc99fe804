import { settingsRoutes } from "../../shared/contracts/settings-routes.ts";
import { settingsChanged, settingsWith } from "../../shared/domain/house-settings.ts";
import { loadSettings, saveSettings } from "../../shared/dynamo/settings-store.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { requireRight } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { operation } from "./platform.ts";

/** What a county sets for itself beside its law. */
export const settingsOperations = {
  showSettings: operation(settingsRoutes.showSettings, async ({ table }, { params, caller }) => {
    requireRight(caller, { act: "read-settings", ...params });
    return { status: 200, body: (await loadSettings(table, params.county)).settings };
  }),

  changeSettings: operation(settingsRoutes.changeSettings, async ({ table, now }, { params, body, caller }) => {
    const { county } = params;
    requireRight(caller, { act: "change-settings", county });
    const { revision, settings: before } = await loadSettings(table, county);
    const settings = settingsWith(before, body);
    const changed = settingsChanged(before, settings);
    if (changed.length === 0) return { status: 200, body: before };
    const entry = { at: now(), act: "settings-changed", about: county, changed } as const;
    const accessed = accessBy(caller, caller.organisationId, entry);
    if (!(await saveSettings(table, county, { revision, settings }, accessed))) throw new Problem("busy");
    return { status: 200, body: settings };
  }),
};
