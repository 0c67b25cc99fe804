import type { Hono, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Sent } from "./forms/step-form.ts";
import {
  type Environment,
  type Here,
  isFromHere,
  isOwnForm,
  keepForm,
  keptForm,
  type Platform,
  sentHere,
} from "./visit.ts";

/** What no browser or no platform keeps, and is asked for again. */
export type AskedAgain = "file" | "key" | "code";
type GivenBack = {
  /** The page on which it comes back: of the address to which it was sent, with its query. */
  page?: (address: string, sent: Sent) => string;
  /** What is kept of it; all where nothing is said. */
  keeps?: (sent: Sent) => Sent;
  asksAgain?: AskedAgain;
};
type Page = (context: Here) => Response | Promise<Response>;

const marks = new WeakMap<object, GivenBack>();

/**
 * Says of a route that somebody types what is sent to it, and where that comes back if the session ended meanwhile. A route
 * to which nothing but buttons leads needs none.
 */
export function givenBack(how: GivenBack): MiddlewareHandler<Environment> {
  const mark: MiddlewareHandler<Environment> = (_, next) => next();
  marks.set(mark, how);
  return mark;
}

/** A form that is sent to the address of its own page, which is shown with what was typed. */
export function addForm(app: Hono<Environment>, address: string, show: Page, store: Page, how: GivenBack = {}): void {
  app.get(address, show);
  app.post(address, givenBack(how), store);
}

/** Whether what is sent to a route comes back, of all handlers of it. */
export const comesBack = (handlers: readonly object[]): boolean => handlers.some((handler) => marks.has(handler));

/** Keeps nothing of a form: its fields come from a file, or are none of those that may be kept. */
export const keepsNothing = (): Sent => new Map();
/** Keeps all but some fields. */
export const keepsAllBut =
  (...names: readonly string[]) =>
  (sent: Sent): Sent =>
    new Map([...sent].filter(([name]) => !names.includes(name)));

/** The address with its query, which says of what the form is: of which layer a calendar, of which session the particulars. */
function addressOf(context: Here): string {
  const { kept: _, said: __, ...query } = context.req.query();
  const text = new URLSearchParams(query).toString();
  return `${context.req.path}${text === "" ? "" : `?${text}`}`;
}

/**
 * Keeps what was sent in a session that is over, or from a page of an earlier one, for the same person. Answers the page on which
 * it comes back, or on which it is said that it was not kept; undefined where nobody types what is sent there.
 */
export async function keepTyped(context: Here, { kept }: Platform): Promise<string | undefined> {
  const visit = context.get("visit");
  const how = matchedRoutes(context).flatMap(({ handler }) => marks.get(handler) ?? [])[0];
  if (context.req.method !== "POST" || how === undefined) return undefined;
  const sent = await sentHere(context);
  const { page = (address: string) => address, keeps = (all: Sent) => all, asksAgain } = how;
  const address = page(addressOf(context), sent);
  const secret = isOurs(context, sent)
    ? await kept.keep(visit.secret ?? "", {
        address,
        fields: [
          ...[...keeps(sent)].filter(([name, texts]) => texts.length > 0 && name !== "form-token"),
          [sentTo, [context.req.path]] as const,
          ...(asksAgain === undefined ? [] : [[again, [asksAgain]] as const]),
        ].map(([name, texts]): [string, string[]] => [name, [...texts]]),
      })
    : undefined;
  if (secret !== undefined) keepForm(context, secret);
  return `${address}${address.includes("?") ? "&" : "?"}kept=${secret === undefined ? "no" : "yes"}`;
}

const isOurs = (context: Here, sent: Sent): boolean => {
  const visit = context.get("visit");
  return visit.secret !== undefined && (isOwnForm(context, visit, sent.get("form-token")?.[0]) || isFromHere(context));
};

const sentTo = "form-sent-to";
const again = "form-asks-again";

/** What was kept for this person and this page, or that it was not; nothing where the address speaks of none. */
export async function broughtBack(context: Here, { kept }: Platform): Promise<{ kept?: Sent; isLost?: true }> {
  if (context.req.query("kept") === undefined) return {};
  const { secret: session } = context.get("visit");
  const secret = keptForm(context);
  const typed = secret === undefined || session === undefined ? undefined : await kept.bringBack(secret, session);
  return typed?.address === addressOf(context) ? { kept: new Map(typed.fields) } : { isLost: true };
}

/** What was typed into the form that is sent to this address; a page may have several. */
export const typedInto = (kept: Sent | undefined, action: string): Sent | undefined =>
  kept?.get(sentTo)?.[0] === action ? kept : undefined;

/** What a form that came back asks for again. */
export const askedAgain = (kept: Sent): AskedAgain | undefined =>
  (["file", "key", "code"] as const).find((one) => one === kept.get(again)?.[0]);
