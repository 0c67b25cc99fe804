import { describe, expect, it } from "vitest";
import {
  bundledSettings,
  graveAct,
  houseSettings,
  loosens,
  settingsChange,
  settingsChanged,
  settingsWith,
} from "../../shared/domain/house-settings.ts";

describe("the settings of a county", () => {
  it("ask for two persons and let keys last two years where it has said nothing", () => {
    expect(houseSettings().parse(bundledSettings)).toEqual({
      keyDays: 730,
      twoPersons: { coordinatorKeys: true, reopening: true, merging: true, tariffs: true },
      digest: { isSent: true, at: "08:30", dueDays: 3 },
    });
  });

  it("change where they are said, and stay otherwise", () => {
    const after = settingsWith(bundledSettings, { keyDays: 365, twoPersons: { merging: false } });
    expect(after).toEqual({
      ...bundledSettings,
      keyDays: 365,
      twoPersons: { ...bundledSettings.twoPersons, merging: false },
    });
    expect(settingsChanged(bundledSettings, after)).toEqual(["keyDays", "twoPersons.merging"]);
    expect(settingsChanged(after, settingsWith(after, {}))).toEqual([]);
    const later = settingsWith(after, { digest: { at: "09:15" } });
    expect(later).toEqual({ ...after, digest: { ...after.digest, at: "09:15" } });
    expect(settingsChanged(after, later)).toEqual(["digest.at"]);
  });

  it("are loosened where one person may do what took two, and by nothing else", () => {
    const loose = settingsWith(bundledSettings, { twoPersons: { tariffs: false } });
    expect(loosens(bundledSettings, loose)).toBe(true);
    expect(loosens(loose, bundledSettings)).toBe(false);
    expect(loosens(bundledSettings, settingsWith(bundledSettings, { keyDays: 30 }))).toBe(false);
  });

  it.each(["8:30", "24:00", "08:60", "0830", "08:30:00", ""])("take no time of day like %j", (at) => {
    expect(settingsChange().safeParse({ digest: { at } }).success).toBe(false);
    expect(settingsChange().safeParse({ digest: { at: "23:59" } }).success).toBe(true);
  });

  it("have no say on keys for others and on themselves", () => {
    const settable = Object.keys(bundledSettings.twoPersons);
    expect(graveAct().options).toEqual([...settable, "otherKeys", "settings", "erasing"]);
  });
});
