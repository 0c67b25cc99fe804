import { createHash, randomBytes } from "node:crypto";
import * as z from "zod";
import type { DataKey } from "../aws/seal.ts";
import { type CaseState, caseState } from "../domain/case-state.ts";
import { parseEvent } from "../domain/events.ts";
import { isStandIn, standInBegins, standInsIn, withFreeTexts, withTexts } from "../domain/free-text.ts";
import { once } from "../domain/once.ts";
import { erasureOf } from "../domain/phases/erasure.ts";
import type { CaseTexts, StoredEvent } from "../dynamo/case-items.ts";
import { loadHistory, loadParties } from "../dynamo/case-store.ts";
import { logLine } from "./log.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

type TextPorts = Pick<Ports, "table" | "sealer">;

/** The place to which the sealed parties of a case are bound, whose data key seals its free texts as well. */
export const partiesPlace = (caseId: string): string => `case/${caseId}/parties`;
/** The place of what is sealed for one of its events. */
const eventPlace = (caseId: string, sequence: number): string => `case/${caseId}/event/${sequence}`;

/** What stands for a text in the history: only who has the text and its salt can tell that they belong together. */
const standInOf = (salt: string, text: string): string =>
  `${standInBegins}${createHash("sha256").update(`${salt}.${text}`).digest("base64url")}`;

/** Whether a body says anything that is sealed. */
export function saysFreely(schema: z.core.$ZodType, body: unknown): boolean {
  let says = false;
  withFreeTexts(schema, body, (text) => {
    says = true;
    return text;
  });
  return says;
}

/**
 * In place of a key that was erased with the parties: nothing new is said of them. Thrown where it would be stored, so that a repeat
 * of what landed is told as one, and what is not allowed is refused as such.
 */
const erased: Pick<DataKey, "saltOf" | "seal"> = {
  saltOf: () => randomBytes(16).toString("base64url"),
  seal() {
    throw new Problem("texts-erased");
  },
};

/**
 * What was said with a stand-in for each free text, and what seals those texts beside the events that follow. Nothing behind this
 * sees a text: rules ask only whether one was given, and the same text has the same stand-in in a case.
 */
export async function sealTexts<Said extends object>(
  { table, sealer }: TextPorts,
  caseId: string,
  { schema, body }: { schema: z.core.$ZodType; body: Said },
): Promise<{ said: Said; texts?: CaseTexts }> {
  if (!saysFreely(schema, body)) return { said: body };
  const parties = await loadParties(table, caseId);
  const key = parties === undefined ? erased : await sealer.keyOf(partiesPlace(caseId), parties);
  const said = new Map<string, string>();
  const replaced: unknown = withFreeTexts(schema, body, (text) => {
    const standIn = standInOf(key.saltOf(text), text);
    said.set(standIn, text);
    return standIn;
  });
  const sealedOf: CaseTexts["sealedOf"] = (data, sequence) => {
    const own = standInsIn(data).flatMap((standIn) => said.get(standIn) ?? []);
    return own.length === 0 ? undefined : key.seal(eventPlace(caseId, sequence), JSON.stringify(own));
  };
  return {
    // The replaced value was a text, and so is the new one.
    said: Object.assign({}, body, replaced),
    texts: { sealedOf },
  };
}

const listOfTexts = once(() => z.array(z.string()));
/** A text that was sealed, with its salt: the two give the stand-in that the history holds. */
type Opened = { text: string; salt: string };
export type OpenedTexts = ReadonlyMap<string, Opened>;

/** The key service did not open the key of a case: its texts are there and cannot be read now. */
class KeyUnavailable extends Error {
  override name = "KeyUnavailable";
}

/**
 * The texts that are sealed beside events of a case, by their stand-ins. None are shown once its erasure has begun, though the key may
 * still be there: so the case is asked for as it stands, whatever its reader sees of it. Throws `KeyUnavailable`.
 */
export async function openTexts(
  { table, sealer }: TextPorts,
  stands: CaseState,
  events: readonly Pick<StoredEvent, "texts" | "sequence">[],
): Promise<OpenedTexts> {
  const { caseId } = stands;
  if (erasureOf(stands) !== undefined) return new Map();
  const sealed = events.flatMap(({ texts, sequence }) => (texts === undefined ? [] : [{ texts, sequence }]));
  const parties = sealed.length === 0 ? undefined : await loadParties(table, caseId);
  if (parties === undefined) return new Map();
  const key = await sealer.keyOf(partiesPlace(caseId), parties).catch((cause: unknown) => {
    throw new KeyUnavailable("the key of the case was not opened", { cause });
  });
  const all = sealed.flatMap(({ texts, sequence }) => textsIn(key, eventPlace(caseId, sequence), texts));
  return new Map(
    all.map((text) => {
      const salt = key.saltOf(text);
      return [standInOf(salt, text), { text, salt }];
    }),
  );
}

/**
 * The same for one who reads; undefined while the key service does not answer: the rest of the case is shown, and what was just
 * done on it is not answered as failed.
 */
export async function openTextsToShow(...asked: Parameters<typeof openTexts>): Promise<OpenedTexts | undefined> {
  try {
    return await openTexts(...asked);
  } catch (error) {
    if (!(error instanceof KeyUnavailable)) throw error;
    logLine({ unit: "open-texts", outcome: "failed", caseId: asked[1].caseId, error: String(error.cause) });
    return undefined;
  }
}

/** What is said in words of a case beside its events, such as why its parties are read. */
type Beside = "reading" | "binding" | "claim";
const besidePlace = (caseId: string, what: Beside): string => `case/${caseId}/${what}`;

/** What stands for such a text, and the text sealed with the key of the case; nobody reads it any more where that was erased. */
export async function sealBeside(
  { table, sealer }: TextPorts,
  caseId: string,
  { what, text }: { what: Beside; text: string },
): Promise<{ standIn: string; sealed?: string }> {
  const parties = await loadParties(table, caseId);
  if (parties === undefined) return { standIn: standInOf(erased.saltOf(text), text) };
  const key = await sealer.keyOf(partiesPlace(caseId), parties);
  return { standIn: standInOf(key.saltOf(text), text), sealed: key.seal(besidePlace(caseId, what), text) };
}

/** Such a text by itself; undefined once the key of the case is erased. Throws while the key service does not answer. */
export async function openOne(
  { table, sealer }: TextPorts,
  caseId: string,
  { what, sealed }: { what: Beside; sealed: string },
): Promise<string | undefined> {
  const parties = await loadParties(table, caseId);
  if (parties === undefined) return undefined;
  return (await sealer.keyOf(partiesPlace(caseId), parties)).open(besidePlace(caseId, what), sealed);
}

/**
 * The text to show for such a stand-in, or words where it cannot be opened now. An erased text, or one that is being erased, stays
 * as it stands. An earlier release stored the text itself.
 */
export async function openBeside(
  { table, sealer }: TextPorts,
  stands: CaseState,
  what: Beside,
  sealed: readonly string[],
): Promise<(said: string) => string> {
  const { caseId } = stands;
  const isErased = sealed.length === 0 || erasureOf(stands) !== undefined;
  const parties = isErased ? undefined : await loadParties(table, caseId);
  if (parties === undefined) return (said) => said;
  try {
    const key = await sealer.keyOf(partiesPlace(caseId), parties);
    const texts = sealed.flatMap((one) => openedBy(key, besidePlace(caseId, what), one) ?? []);
    const opened = new Map(texts.map((text) => [standInOf(key.saltOf(text), text), text]));
    return (said) => opened.get(said) ?? said;
  } catch (error) {
    logLine({ unit: "open-texts", outcome: "failed", caseId, error: String(error) });
    return (said) => (isStandIn(said) ? notNow : said);
  }
}

/** What a reader is shown in place of a text that cannot be opened now. */
export const notNow = "（暂时无法显示，请稍后再查看 / cannot be shown now; look again later）";
const withNotNow = (value: unknown): unknown => withTexts(value, (text) => (isStandIn(text) ? notNow : text));

/** An event whose texts cannot be opened now. Its hash cannot be made from what is shown. */
export const unopenedEvent = <Event extends StoredEvent>(event: Event): Event & { leftOut?: true } =>
  event.texts === undefined
    ? event
    : { ...event, ...parseEvent({ type: event.type, data: withNotNow(event.data) }), leftOut: true };

/** A text whose key is gone, or that was changed since, cannot be read; following the chain tells which of the two it is. */
function textsIn(key: DataKey, place: string, sealed: string): string[] {
  const text = openedBy(key, place, sealed);
  return text === undefined ? [] : listOfTexts().parse(JSON.parse(text));
}

function openedBy(key: DataKey, place: string, sealed: string): string | undefined {
  try {
    return key.open(place, sealed);
  } catch {
    return undefined;
  }
}

/** The value with the texts for which stand-ins are in it; those of erased ones stay. */
const withOpened = (value: unknown, opened: OpenedTexts): unknown =>
  withTexts(value, (text) => opened.get(text)?.text ?? text);

/** Events with the texts that are sealed beside them. */
export async function openEvents<Event extends StoredEvent>(
  ports: TextPorts,
  stands: CaseState,
  events: readonly Event[],
): Promise<Event[]> {
  const opened = await openTexts(ports, stands, events);
  if (opened.size === 0) return [...events];
  return events.map((event) => openedEvent(event, opened));
}

/** One event with its texts. */
export const openedEvent = <Event extends StoredEvent>(event: Event, opened: OpenedTexts): Event =>
  event.texts === undefined
    ? event
    : { ...event, ...parseEvent({ type: event.type, data: withOpened(event.data, opened) }) };

/** By which a reader of the texts of an event can make what stands for them in its hash: each with its salt. */
export const saltsOf = ({ data }: StoredEvent, opened: OpenedTexts): Record<string, string> =>
  Object.fromEntries(
    standInsIn(data).flatMap((standIn) => {
      const salt = opened.get(standIn)?.salt;
      return salt === undefined ? [] : [[standIn, salt]];
    }),
  );

/** A state with its texts, which lie beside the events that brought them about; most states have none. `stands`: the case as it stands. */
export async function openState(ports: TextPorts, state: CaseState, stands = state): Promise<CaseState> {
  if (standInsIn(state).length === 0) return state;
  const opened = await openTextsToShow(ports, stands, await loadHistory(ports.table, state.caseId));
  if (opened === undefined) return caseState().parse(withNotNow(state));
  return opened.size === 0 ? state : caseState().parse(withOpened(state, opened));
}
