import { isStandIn } from "../domain/free-text.ts";
import { readEvent, type StoredCase } from "../dynamo/case-items.ts";
import { loadHistory } from "../dynamo/case-store.ts";
import { eventKey, partiesKey } from "../dynamo/keys.ts";
import { readItem, readManyAhead } from "../dynamo/read-ahead.ts";
import { notNow, type OpenedTexts, openTextsToShow } from "./case-texts.ts";
import type { Ports } from "./ports.ts";

type TextPorts = Pick<Ports, "table" | "sealer">;

/** What somebody was asked for on a case: stand-ins where it is sealed. */
export type AskedOn = { stored: StoredCase; asked: readonly string[] };

/** Since the question there was mostly nothing but a warning: the texts are looked for beside so many events at the end of a case. */
const lastEvents = 2;

/**
 * What was asked for on each of these cases, in words and in their order. Keys and last events of all cases are read together, one
 * unit and a half a case; a history is read by itself only where its question lies further back.
 */
export async function openAsked({ table, sealer }: TextPorts, rows: readonly AskedOn[]): Promise<string[][]> {
  const sealed = rows.filter(({ asked }) => asked.some(isStandIn));
  const keys = sealed.flatMap(({ stored }) => [partiesKey(stored.state.caseId), ...lastKeysOf(stored)]);
  const ports = { table: keys.length === 0 ? table : await readManyAhead(table, keys), sealer };
  return Promise.all(rows.map(async (row) => (sealed.includes(row) ? wordsOf(ports, row) : [...row.asked])));
}

const lastKeysOf = ({ state, version }: StoredCase) =>
  Array.from({ length: Math.min(lastEvents, version) }, (_, back) => eventKey(state.caseId, version - back));

async function wordsOf(ports: TextPorts, { stored, asked }: AskedOn): Promise<string[]> {
  const opened = await openedFor(ports, stored, asked);
  return asked.map((text) => opened?.get(text)?.text ?? (opened === undefined && isStandIn(text) ? notNow : text));
}

/** Undefined while the key service does not answer. */
async function openedFor(
  ports: TextPorts,
  stored: StoredCase,
  asked: readonly string[],
): Promise<OpenedTexts | undefined> {
  const { state } = stored;
  const items = await Promise.all(lastKeysOf(stored).map((key) => readItem(ports.table, key)));
  const last = items.flatMap((item) => (item === undefined ? [] : [readEvent(item)]));
  const opened = await openTextsToShow(ports, state, last);
  const isWhole = opened === undefined || asked.every((text) => !isStandIn(text) || opened.has(text));
  return isWhole ? opened : openTextsToShow(ports, state, await loadHistory(ports.table, state.caseId));
}
