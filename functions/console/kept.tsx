import { newMonth } from "./earlier.tsx";
import { type Sent, sentIn } from "./forms/step-form.ts";
import { showParticulars } from "./particulars.tsx";
import { newReferral } from "./referrals.tsx";
import { showStep, verbNamed } from "./steps.tsx";
import { type Here, isOwnForm, keepForm, keptForm, type Platform } from "./visit.ts";

/** The page of the form at the address; undefined where there is none. */
export async function showForm(context: Here): Promise<Response | undefined> {
  const { path } = context.req;
  if (path === "/console/new") return newReferral(context);
  if (path === "/console/earlier/month") return newMonth(context);
  const [, caseId, name] = /^\/console\/cases\/([\w-]+)\/([\w-]+)$/.exec(path) ?? [];
  if (caseId !== undefined && name === "particulars") return showParticulars(context);
  const verb = verbNamed(name);
  return caseId === undefined || verb === undefined ? undefined : showStep(context, caseId, verb);
}

const isForm = (path: string): boolean =>
  /^\/console\/(new|earlier\/month|cases\/[\w-]+\/(?!parties$|papers$|official$|bundle$)[\w-]+)$/.test(path);

/** Keeps what was sent in a session that is over, for the same person; answers whether it did. */
export async function keepTyped(context: Here, { kept }: Platform): Promise<boolean> {
  const visit = context.get("visit");
  const { path, method, raw } = context.req;
  if (method !== "POST" || visit.secret === undefined || !isForm(path)) return false;
  const sent = await sentIn(raw);
  if (!isOwnForm(context, visit, sent.get("form-token")?.[0])) return false;
  const fields = [...sent].map(([name, texts]): [string, string[]] => [name, [...texts]]);
  const secret = await kept.keep(visit.secret, { address: path, fields });
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
  return typed?.address === context.req.path ? new Map(typed.fields) : undefined;
}
