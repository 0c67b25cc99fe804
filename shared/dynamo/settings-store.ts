import * as z from "zod";
import { bundledSettings, type HouseSettings, settingsChange, settingsWith } from "../domain/house-settings.ts";
import { once } from "../domain/once.ts";
import { type Accessed, putRecorded } from "./access-store.ts";
import { settingsKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";

// A setting that a later release adds holds as it is bundled there.
const stored = once(() => kinds.settings.schema(z.object({ revision: z.int(), settings: settingsChange() })));

export type StoredSettings = { revision: number; settings: HouseSettings };

/** The settings of a county, read consistently. */
export async function loadSettings(table: Table, county: string): Promise<StoredSettings> {
  const item = await readItem(table, settingsKey(county));
  if (item === undefined) return { revision: 0, settings: bundledSettings };
  const { revision, settings } = stored().parse(item);
  return { revision, settings: settingsWith(bundledSettings, settings) };
}

/** Stores the settings of a county, with the entry in the log that says so; false when they were changed meanwhile. */
export const saveSettings = (
  table: Table,
  county: string,
  { revision, settings }: StoredSettings,
  accessed: Accessed,
): Promise<boolean> =>
  putRecorded(
    table,
    {
      Item: kinds.settings.mark({ ...settingsKey(county), revision: revision + 1, settings }),
      ...(revision === 0
        ? { ConditionExpression: "attribute_not_exists(pk)" }
        : { ConditionExpression: "revision = :before", ExpressionAttributeValues: { ":before": revision } }),
    },
    accessed,
  );
