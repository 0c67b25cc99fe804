import type { ReplayMessage } from "../contracts/messages.ts";
import { replayedDays } from "../contracts/replay-routes.ts";
import { shanghaiDate } from "../domain/calendar.ts";
import { given } from "../domain/given.ts";
import { secondsUntilRecorded } from "../domain/webhook-schedule.ts";
import { noteAccess } from "../dynamo/access-store.ts";
import { caseIdsOfCounty } from "../dynamo/case-lists.ts";
import { closedIn, openIn } from "../dynamo/keys.ts";
import type { Table } from "../dynamo/table.ts";
import { accessBy } from "./access.ts";
import { type Caller, ownCounty } from "./caller.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { type Quotas, spendOne } from "./quotas.ts";

const dayMilliseconds = 86_400_000;

type ReplayPorts = Pick<Ports, "table" | "now"> & {
  quotas: Quotas;
  /** Asks that each be told again. Throws where one was not taken. */
  askReplay: (replays: readonly ReplayMessage[], seconds: number) => Promise<void>;
};
/** From when to when; `list` is the one to go on with. */
type Asked = { from: string; to: string; list: string | undefined };

/**
 * Asks that what happened to the cases of one list of the caller's county be told again: of the first from `list` on that holds
 * cases. The open ones come first, since they go to the closed ones and not back; `next` is the list to go on with. Throws
 * `invalid-body`, `invalid-cursor` and `too-many-requests`.
 */
export async function replayEvents(
  ports: ReplayPorts,
  caller: Caller,
  asked: Asked,
): Promise<{ cases: number; next?: string; counted: Record<string, string> }> {
  const { table, quotas, now, askReplay } = ports;
  const at = now();
  const { from, to } = checkedRange(asked, at);
  const county = ownCounty(caller);
  const months = monthsFrom(monthsBefore(from), at);
  const lists = [openIn(county), ...months.map((month) => closedIn(county, month))];
  const begins = lists.indexOf(asked.list ?? openIn(county));
  if (begins === -1) throw new Problem("invalid-cursor");
  const counted = await spendOne(quotas, caller, "replaysAnHour", at);
  const about = `${from} – ${to}`;
  await noteAccess(table, accessBy(caller, caller.organisationId, { at, act: "events-replayed", about }));
  const { caseIds, next } = await casesIn(table, lists.slice(begins));
  // Before that it cannot be known which endpoints are being called right now.
  const replays = caseIds.map((caseId) => ({ caseId, from, to }));
  await askReplay(replays, secondsUntilRecorded(to, at));
  return { cases: caseIds.length, ...given("next", next), counted };
}

/** Both instants in one form, in which the order of texts is that of time. */
function checkedRange(asked: Pick<Asked, "from" | "to">, at: string): { from: string; to: string } {
  const [from, to] = [new Date(asked.from).toISOString(), new Date(asked.to).toISOString()];
  const earliest = new Date(Date.parse(at) - replayedDays * dayMilliseconds).toISOString();
  if (from >= earliest && from <= to && to <= at) return { from, to };
  const path = from < earliest || from > to ? "/from" : "/to";
  throw new Problem("invalid-body", { errors: [{ path, code: "replay-range", message: earliest }] });
}

/** The cases of the first of these lists that holds any, and the list after it. */
async function casesIn(table: Table, lists: readonly string[]): Promise<{ caseIds: string[]; next?: string }> {
  for (const [index, list] of lists.entries()) {
    const caseIds = await caseIdsOfCounty(table, list);
    if (caseIds.length > 0) return { caseIds, ...given("next", lists[index + 1]) };
  }
  return { caseIds: [] };
}

/** Results are acknowledged, papers added and files archived long after a case has ended. */
const monthsAfterTheEnd = 24;

/** A moment in the first month in which a case may have ended of which something is told since `from`. */
function monthsBefore(from: string): string {
  const [year = 0, number = 0] = shanghaiDate(from).split("-").map(Number);
  // In the middle of the month, which no zone makes another.
  return new Date(Date.UTC(year, number - 1 - monthsAfterTheEnd, 15)).toISOString();
}

/** The months from that of one moment to that of another, such as `2026-11`. */
function monthsFrom(from: string, to: string): string[] {
  const last = shanghaiDate(to).slice(0, 7);
  const months = [shanghaiDate(from).slice(0, 7)];
  for (let month = months[0] ?? last; month < last; ) {
    const [year = 0, number = 0] = month.split("-").map(Number);
    month = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
    months.push(month);
  }
  return months;
}
