import * as z from "zod";
import type { Sealer } from "../aws/seal.ts";
import { once } from "../domain/once.ts";
import { isOver, keptFormEnds, mayKeepForm } from "../domain/session.ts";
import { loadKeptForm, saveKeptForm } from "../dynamo/kept-form-store.ts";
import { hashOf, loadSession, newSecret } from "../dynamo/session-store.ts";
import type { Table } from "../dynamo/table.ts";

const typed = once(() =>
  z.object({ address: z.string(), fields: z.array(z.tuple([z.string(), z.array(z.string())])) }),
);
/** What was typed into a form, and where it was to be sent. */
type Typed = z.infer<ReturnType<typeof typed>>;

/** The forms of sessions that ended while somebody typed. */
export type KeptForms = {
  /** Keeps a form that was sent in a session which is over; answers the secret that brings it back, undefined if it is not kept. */
  keep: (session: string, form: Typed) => Promise<string | undefined>;
  /** The form, for the same person in a session that goes on; undefined for anybody else. */
  bringBack: (secret: string, session: string) => Promise<Typed | undefined>;
};

/** A pack of law is pasted whole, and an item of the table may have 400 KB. */
const bytesAtMost = 300 * 1024;
const subjectOf = (secret: string): string => `form/${hashOf(secret)}`;

/** Forms hold what is personal, so they are sealed, and only the person who typed one gets it back. */
export const createKeptForms = (table: Table, sealer: Sealer, now: () => string): KeptForms => ({
  async keep(session, form) {
    const ended = await loadSession(table, session);
    const text = JSON.stringify(form);
    if (ended === undefined || !mayKeepForm(ended, now()) || Buffer.byteLength(text) > bytesAtMost) return undefined;
    const secret = newSecret();
    const sealed = await sealer.seal(subjectOf(secret), text);
    await saveKeptForm(table, secret, { subject: ended.subject, sealed, endsAt: keptFormEnds(now()) });
    return secret;
  },

  async bringBack(secret, session) {
    const [form, goesOn] = await Promise.all([loadKeptForm(table, secret), loadSession(table, session)]);
    if (form === undefined || goesOn === undefined || isOver(goesOn, now()) || form.endsAt <= now()) return undefined;
    if (form.subject !== goesOn.subject) return undefined;
    return typed().parse(JSON.parse(await sealer.open(subjectOf(secret), form.sealed)));
  },
});
