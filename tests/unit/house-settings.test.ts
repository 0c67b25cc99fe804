import { describe, expect, it } from "vitest";
import { bundledSettings, houseSettings, settingsChanged, settingsWith } from "../../shared/domain/house-settings.ts";

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
});
