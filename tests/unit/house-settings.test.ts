import { describe, expect, it } from "vitest";
import {
  bundledSettings,
  graveAct,
  houseSettings,
  loosens,
  settingsChanged,
  settingsWith,
} from "../../shared/domain/house-settings.ts";

describe("the settings of a county", () => {
  it("ask for two persons and let keys last two years where it has said nothing", () => {
    expect(houseSettings().parse(bundledSettings)).toEqual({
      keyDays: 730,
      twoPersons: { coordinatorKeys: true, reopening: true, merging: true, tariffs: true },
    });
  });

  it("change where they are said, and stay otherwise", () => {
    const after = settingsWith(bundledSettings, { keyDays: 365, twoPersons: { merging: false } });
    expect(after).toEqual({ keyDays: 365, twoPersons: { ...bundledSettings.twoPersons, merging: false } });
    expect(settingsChanged(bundledSettings, after)).toEqual(["keyDays", "twoPersons.merging"]);
    expect(settingsChanged(after, settingsWith(after, {}))).toEqual([]);
  });

  it("are loosened where one person may do what took two, and by nothing else", () => {
    const loose = settingsWith(bundledSettings, { twoPersons: { tariffs: false } });
    expect(loosens(bundledSettings, loose)).toBe(true);
    expect(loosens(loose, bundledSettings)).toBe(false);
    expect(loosens(bundledSettings, settingsWith(bundledSettings, { keyDays: 30 }))).toBe(false);
  });

  it("have no say on keys for others and on themselves", () => {
    const settable = Object.keys(bundledSettings.twoPersons);
    expect(graveAct().options).toEqual([...settable, "otherKeys", "settings", "erasing"]);
  });
});
