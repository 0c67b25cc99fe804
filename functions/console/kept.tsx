import type { Hono } from "hono";
import { type Sent, sentIn } from "./forms/step-form.ts";
import { showParticulars } from "./particulars.tsx";
import { newReferral } from "./referrals.tsx";
import { showStep, verbNamed } from "./steps.tsx";
import { type Environment, type Here, isOwnForm, keepForm, keptForm, type Platform } from "./visit.ts";

type Page = (context: Here) => Response | Promise<Response>;
/** A form that is sent to the address of its own page. A page that comes with what was typed is shown with it, and stores nothing. */
export function addForm(app: Hono<Environment>, address: string, show: Page, store: Page): void {
  app.get(address, show);
  app.post(address, (context) => (context.get("visit").kept === undefined ? store(context) : show(context)));
}

/** The page of the form at the address; undefined where there is none, or its own route shows it with what was typed. */
export async function showForm(context: Here): Promise<Response | undefined> {
  const { path } = context.req;
  if (path === "/console/new") return newReferral(context);
  const [, caseId, name] = /^\/console\/cases\/([\w-]+)\/([\w-]+)$/.exec(path) ?? [];
  if (caseId !== undefined && name === "particulars") return showParticulars(context);
  const verb = verbNamed(name);
  return caseId === undefined || verb === undefined ? undefined : showStep(context, caseId, verb);
}

const isStep = (path: string): boolean =>
  /^\/console\/(new|cases\/[\w-]+\/(?!parties$|papers$|official$|bundle$)[\w-]+)$/.test(path);
/** Whether the form was added by `addForm`. */
export const showsItself = (path: string): boolean =>
  /^\/console\/(register|people|webhooks(\/[\w-]+\/change)?|earlier\/month|calendars\/\d+|directory\/[\w-]+\/(change|people|limits|mediators(\/[\w-]+)?))$/.test(
    path,
  );

/** The page whose form takes a file, of an address to which it is sent. No file is kept: it is asked for there again. */
export const filePageOf = (path: string): string | undefined =>
  /^\/console\/(batch|import|earlier|law|tariffs|templates\/[\w-]+|directory\/[\w-]+\/keys)(?=(\/(check|send|failed|store|load|preview))?$)/.exec(
    path,
  )?.[0];

/** The address with its query, which says of what the form is: of which layer a calendar, of which session the particulars. */
export function addressOf(context: Here): string {
  const { kept: _, ...query } = context.req.query();
  const text = new URLSearchParams(query).toString();
  return `${context.req.path}${text === "" ? "" : `?${text}`}`;
}

/** Keeps what was sent in a session that is over, for the same person; answers whether it did. */
export async function keepTyped(context: Here, { kept }: Platform): Promise<boolean> {
  const visit = context.get("visit");
  const { path, method, raw } = context.req;
  if (method !== "POST" || visit.secret === undefined || !(isStep(path) || showsItself(path))) return false;
  const sent = await sentIn(raw);
  if (!isOwnForm(context, visit, sent.get("form-token")?.[0])) return false;
  const fields = [...sent].map(([name, texts]): [string, string[]] => [name, [...texts]]);
  const secret = await kept.keep(visit.secret, { address: addressOf(context), fields });
  if (secret === undefined) return false;
  keepForm(context, secret);
  return true;
}

/** What was kept for this person and this page. */
export async function broughtBack(context: Here, { kept }: Platform): Promise<Sent | undefined> {
  const { secret: session } = context.get("visit");
  const secret = keptForm(context);
  if (context.req.query("kept") === undefined || secret === undefined || session === undefined) return undefined;
  const typed = await kept.bringBack(secret, session);
  return typed?.address === addressOf(context) ? new Map(typed.fields) : undefined;
}
