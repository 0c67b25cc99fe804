import * as z from "zod";
import type { Accessed } from "./access-store.ts";

export type Change = { change: "created" | "updated" | "unchanged"; changed: string[] };

/** What a write would change, and what the changed fields hold now. */
export type Foreseen = Change & { before?: Record<string, unknown> };

/** What an entry of the log says of a change; a change that changes nothing has none. */
export type Recorded = (change: Change) => Accessed;

/** Engines differ in what they return of an item that was not there: nothing, or its keys alone. */
export function factsBefore(item: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  const { facts, ...apart } = z
    .object({
      facts: z.record(z.string(), z.unknown()).optional(),
      suspended: z.boolean().optional(),
      publicEmployee: z.boolean().optional(),
    })
    .parse(item ?? {});
  return facts && { ...facts, ...apart };
}

/** What a write changed, field by field; everything is new where there was nothing before. */
export function changeBetween(before: Record<string, unknown> | undefined, after: Record<string, unknown>): Change {
  if (before === undefined) return { change: "created", changed: Object.keys(after) };
  const fields = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return { change: changed.length === 0 ? "unchanged" : "updated", changed };
}

/** The same, with what the changed fields held; fields that were absent are left out. */
export function foreseen(before: Record<string, unknown> | undefined, after: Record<string, unknown>): Foreseen {
  const change = changeBetween(before, after);
  const held = change.changed.flatMap((field) =>
    before?.[field] === undefined ? [] : [[field, before[field]] as const],
  );
  return { ...change, ...(change.change === "updated" && { before: Object.fromEntries(held) }) };
}
