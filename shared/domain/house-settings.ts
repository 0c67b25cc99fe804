import * as z from "zod";
import { once } from "./once.ts";

/** What one person of a coordinator may not do alone, unless its county says so. */
const settableActs = ["coordinatorKeys", "reopening", "merging", "tariffs"] as const;
/** Beside these, whatever a county says: registering a key for another organisation, letting one person do what took two, and erasing a case or loading a pack by which cases are erased sooner. */
export const graveAct = once(() => z.enum([...settableActs, "otherKeys", "settings", "erasing"]));
export type GraveAct = z.infer<ReturnType<typeof graveAct>>;

const keyDays = once(() =>
  z.int().min(30).max(1095).describe("For how many days a new key is good; two years when nothing else is said"),
);
const twoPersons = once(() => {
  const two = z.boolean().exactOptional().describe("true: a second person approves; false: one suffices");
  return z.strictObject({ coordinatorKeys: two, reopening: two, merging: two, tariffs: two });
});

/** The daily digest: whether each organisation gets one, when, and what it counts as due soon. */
const digestSettings = once(() =>
  z.strictObject({
    isSent: z.boolean().exactOptional().describe("Whether organisations with open work get one on each working day"),
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "time-of-day" })
      .exactOptional()
      .describe("At what time in Shanghai, such as 08:30"),
    dueDays: z.int().min(1).max(15).exactOptional().describe("Within how many working days something is due soon"),
  }),
);

/** What is to be changed of the settings; what is absent stays. */
export const settingsChange = once(() =>
  z.strictObject({
    keyDays: keyDays().exactOptional(),
    twoPersons: twoPersons().exactOptional(),
    digest: digestSettings().exactOptional(),
  }),
);
export type SettingsChange = z.infer<ReturnType<typeof settingsChange>>;

export const houseSettings = once(() =>
  z.strictObject({ keyDays: keyDays(), twoPersons: twoPersons().required(), digest: digestSettings().required() }),
);
export type HouseSettings = z.infer<ReturnType<typeof houseSettings>>;

/** What holds where a county has said nothing: the house's own rule, on the safe side. */
export const bundledSettings: HouseSettings = {
  keyDays: 730,
  twoPersons: { coordinatorKeys: true, reopening: true, merging: true, tariffs: true },
  digest: { isSent: true, at: "08:30", dueDays: 3 },
};
const digestParts = ["isSent", "at", "dueDays"] as const;

/** The settings after a change. */
export const settingsWith = (
  before: HouseSettings,
  { keyDays, twoPersons, digest }: SettingsChange,
): HouseSettings => ({
  keyDays: keyDays ?? before.keyDays,
  twoPersons: { ...before.twoPersons, ...twoPersons },
  digest: { ...before.digest, ...digest },
});

/** The names of what a change changes, such as `twoPersons.merging`. */
export function settingsChanged(before: HouseSettings, after: HouseSettings): string[] {
  const acts = settableActs.filter((act) => before.twoPersons[act] !== after.twoPersons[act]);
  const parts = digestParts.filter((part) => before.digest[part] !== after.digest[part]);
  return [
    ...(before.keyDays === after.keyDays ? [] : ["keyDays"]),
    ...acts.map((act) => `twoPersons.${act}`),
    ...parts.map((part) => `digest.${part}`),
  ];
}

/** Whether a change lets one person do what took two. */
export const loosens = (before: HouseSettings, after: HouseSettings): boolean =>
  settableActs.some((act) => before.twoPersons[act] && !after.twoPersons[act]);
