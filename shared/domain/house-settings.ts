import * as z from "zod";
import { once } from "./once.ts";

/** What one person of a coordinator may not do alone, unless its county says so. */
const settableActs = ["coordinatorKeys", "reopening", "merging", "tariffs"] as const;
/** Beside these, whatever a county says: registering a key for another organisation, letting one person do what took two, and erasing a case. */
export const graveAct = once(() => z.enum([...settableActs, "otherKeys", "settings", "erasing"]));
export type GraveAct = z.infer<ReturnType<typeof graveAct>>;

const keyDays = once(() =>
  z.int().min(30).max(1095).describe("For how many days a new key is good; two years when nothing else is said"),
);
const twoPersons = once(() => {
  const two = z.boolean().exactOptional().describe("true: a second person approves; false: one suffices");
  return z.strictObject({ coordinatorKeys: two, reopening: two, merging: two, tariffs: two });
});

/** What is to be changed of the settings; what is absent stays. */
export const settingsChange = once(() =>
  z.strictObject({ keyDays: keyDays().exactOptional(), twoPersons: twoPersons().exactOptional() }),
);
export type SettingsChange = z.infer<ReturnType<typeof settingsChange>>;

export const houseSettings = once(() => z.strictObject({ keyDays: keyDays(), twoPersons: twoPersons().required() }));
export type HouseSettings = z.infer<ReturnType<typeof houseSettings>>;

/** What holds where a county has said nothing: the house's own rule, on the safe side. */
export const bundledSettings: HouseSettings = {
  keyDays: 730,
  twoPersons: { coordinatorKeys: true, reopening: true, merging: true, tariffs: true },
};

/** The settings after a change. */
export const settingsWith = (before: HouseSettings, { keyDays, twoPersons }: SettingsChange): HouseSettings => ({
  keyDays: keyDays ?? before.keyDays,
  twoPersons: { ...before.twoPersons, ...twoPersons },
});

/** The names of what a change changes, such as `twoPersons.merging`. */
export function settingsChanged(before: HouseSettings, after: HouseSettings): string[] {
  const acts = settableActs.filter((act) => before.twoPersons[act] !== after.twoPersons[act]);
  return [...(before.keyDays === after.keyDays ? [] : ["keyDays"]), ...acts.map((act) => `twoPersons.${act}`)];
}

/** Whether a change lets one person do what took two. */
export const loosens = (before: HouseSettings, after: HouseSettings): boolean =>
  settableActs.some((act) => before.twoPersons[act] && !after.twoPersons[act]);
