import { settingsRoutes } from "../../shared/contracts/settings-routes.ts";
import { changeSettings, showSettings } from "../../shared/runtime/change-settings.ts";
import { operation } from "./platform.ts";

/** What a county sets for itself beside its law. */
export const settingsOperations = {
  showSettings: operation(settingsRoutes.showSettings, async (platform, { params, caller }) => ({
    status: 200,
    body: await showSettings(platform, caller, params.county),
  })),

  changeSettings: operation(settingsRoutes.changeSettings, async (platform, { params, body, caller }) => ({
    status: 200,
    body: await changeSettings(platform, caller, { ...params, change: body }),
  })),
};
