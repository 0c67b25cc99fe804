import { settingsRoutes } from "../../shared/contracts/settings-routes.ts";
import { loadSettings } from "../../shared/dynamo/settings-store.ts";
import { requireRight } from "../../shared/runtime/caller.ts";
import { changeSettings } from "../../shared/runtime/change-settings.ts";
import { operation } from "./platform.ts";

/** What a county sets for itself beside its law. */
export const settingsOperations = {
  showSettings: operation(settingsRoutes.showSettings, async ({ table }, { params, caller }) => {
    requireRight(caller, { act: "read-settings", ...params });
    return { status: 200, body: (await loadSettings(table, params.county)).settings };
  }),

  changeSettings: operation(settingsRoutes.changeSettings, async (platform, { params, body, caller }) => ({
    status: 200,
    body: await changeSettings(platform, caller, { ...params, change: body }),
  })),
};
