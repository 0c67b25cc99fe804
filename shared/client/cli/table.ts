import Table from "cli-table3";
import { shanghaiDate, startOfShanghaiDay } from "../../domain/calendar.ts";

const plain = { head: [], border: [] };

/** Rows under a heading. */
export function listing(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const table = new Table({ head: [...head], style: { ...plain, compact: true } });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** One page of a list, and how to go on after it. */
export const page = (table: string, cursor: string | undefined): string =>
  cursor === undefined ? table : `${table}\n--cursor ${cursor}`;

/** Names and values, one pair a line; pairs without a value are left out. */
export function sheet(pairs: readonly (readonly [string, string | number | undefined])[]): string {
  const table = new Table({ style: { ...plain, compact: true } });
  for (const [name, value] of pairs) if (value !== undefined && value !== "") table.push([name, value]);
  return table.toString();
}

const shanghai = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
});

/** An instant as people in China read it, to the minute. */
export const clockTime = (instant: string | undefined): string =>
  instant === undefined ? "" : shanghai.format(new Date(instant));

/** When a period ends, to the minute; one that runs to the end of a day names that day and 24:00. */
export function deadline(dueAt: string | undefined): string {
  if (dueAt === undefined) return "";
  const end = Date.parse(dueAt);
  const endsWithDay = Date.parse(startOfShanghaiDay(shanghaiDate(dueAt))) === end;
  return endsWithDay ? `${shanghaiDate(new Date(end - 1).toISOString())} 24:00` : clockTime(dueAt);
}

/** An amount in yuan. */
export const yuan = (amountFen: number | undefined): string =>
  amountFen === undefined ? "" : `¥${(amountFen / 100).toFixed(2)}`;
