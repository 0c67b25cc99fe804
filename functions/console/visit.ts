import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { type Client, createClient } from "../../shared/client/client.ts";
import type { SessionView } from "../../shared/contracts/people.ts";
import type { KeptForms } from "../../shared/runtime/kept-forms.ts";
import type { Language } from "../../shared/words/language.ts";
import { preferred } from "../http/accept-language.ts";
import { prefixOf } from "../http/address.ts";
import type { Assets } from "./assets.ts";
import { type Sent, sentIn } from "./forms/step-form.ts";

/** One request of a browser: in which language, and who is signed in. */
export type Visit = {
  language: Language;
  /** Calls the API as the person; as nobody while nobody is signed in. */
  client: Client;
  secret: string | undefined;
  session: SessionView | undefined;
  /** The address of a page, behind the stage at which API Gateway serves. */
  link: (path: string) => string;
  now: number;
  assets: Assets;
  /** What the person had typed when the session ended, where it comes back on this page. */
  kept?: Sent;
  /** The page was to show what the person had typed, and it could not be kept. */
  isLost?: true;
  /** What the browser sent with a form, for a page on which it can be sent again. */
  sent?: Sent;
};

export type Environment = {
  Variables: { visit: Visit };
  Bindings: { requestContext?: { path?: string; requestId?: string } };
};
export type Here = Context<Environment>;

/** There is no such page for this person: it is answered as the API answers about what is not there. */
export class NotForYou extends Error {
  override name = "NotForYou";
}

/** What the console needs of the world: the API, the time, and what its pages look like. */
export type Platform = {
  fetch: typeof globalThis.fetch;
  now: () => string;
  assets: Assets;
  /** Where people sign in, which a form may lead to; empty where nobody can. */
  issuer: string;
  /** Where papers are sent to and fetched from, which scripts may reach. */
  bucketOrigin: string;
  /** What somebody typed while the session ended. */
  kept: KeptForms;
};

/** The visit, with what the cookies of the request say; nobody is asked yet whether the session goes on. */
export function visitOf(context: Here, { fetch, now, assets }: Platform): Visit {
  const language = languageOf(context);
  const secret = getCookie(context, names(context).session);
  const client = createClient({
    baseUrl: "https://api.invalid",
    fetch,
    session: secret,
    language,
    // A call in this process fails for reasons that a second try does not mend.
    retry: { tries: 1 },
  });
  const prefix = prefixOf(context);
  const link = (path: string): string => `${prefix}${path}`;
  return { language, client, secret, session: undefined, link, now: Date.parse(now()), assets };
}

/** As the visitor chose, else as the browser asks; Chinese where it asks for neither. */
function languageOf(context: Here): Language {
  const chosen = getCookie(context, "accord_language");
  if (chosen === "zh" || chosen === "en") return chosen;
  return preferred(context.req.header("accept-language"), "zh");
}

const isLoopback = (context: Here): boolean =>
  /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(context.req.header("host") ?? "");
/** Old browsers take neither the prefix nor `Secure` from a loopback address without TLS. */
const names = (context: Here) =>
  isLoopback(context)
    ? { session: "accord", signIn: "accord_signing", kept: "accord_kept", told: "accord_told", out: "accord_out" }
    : {
        ...{ session: "__Host-accord", signIn: "__Host-accord_signing" },
        ...{ kept: "__Host-accord_kept", told: "__Host-accord_told", out: "__Host-accord_out" },
      };
const options = (context: Here) => ({
  path: "/",
  httpOnly: true,
  secure: !isLoopback(context),
  sameSite: "Lax" as const,
});

export const keepSession = (context: Here, secret: string): void => {
  setCookie(context, names(context).session, secret, options(context));
  setCookie(context, names(context).out, "", { ...options(context), maxAge: 0 });
};
export const forgetSession = (context: Here): void => {
  setCookie(context, names(context).session, "", { ...options(context), maxAge: 0 });
  setCookie(context, names(context).out, "yes", options(context));
};
/** Whether somebody signed out here: the provider may still know that person, whom it must not let in unasked. */
export const hasSignedOut = (context: Here): boolean => getCookie(context, names(context).out) !== undefined;
/** By what this browser gets back a form that was kept. */
export const keepForm = (context: Here, secret: string): void =>
  setCookie(context, names(context).kept, secret, { ...options(context), maxAge: 1_800 });
export const keptForm = (context: Here): string | undefined => getCookie(context, names(context).kept);
/** What this browser must show again when the provider sends it back: the sign-in, and the page that was asked for. */
export const keepSignIn = (context: Here, signInId: string, returnTo: string): void =>
  setCookie(context, names(context).signIn, `${signInId}|${encodeURIComponent(returnTo)}`, {
    ...options(context),
    maxAge: 600,
  });
export function takeSignIn(context: Here): { signInId: string; returnTo: string } | undefined {
  const [, signInId, returnTo] = /^([\w-]+)\|(.*)$/.exec(getCookie(context, names(context).signIn) ?? "") ?? [];
  setCookie(context, names(context).signIn, "", { ...options(context), maxAge: 0 });
  if (signInId === undefined) return undefined;
  return { signInId, returnTo: pageOf(decodeURIComponent(returnTo ?? "")) };
}

export const keepLanguage = (context: Here, language: Language): void =>
  setCookie(context, "accord_language", language, { ...options(context), maxAge: 365 * 24 * 3600 });

const toldSeconds = 60;
const toldName = (context: Here, mark: string): string => `${names(context).told}_${mark}`;
/**
 * Leads to a page that says what came of an act. It is said once, and in this browser alone: the address names a mark, and a cookie
 * of this mark says that there is something to tell, until it is told. So a link that is copied or opened again claims nothing.
 */
export function leadTo(context: Here, address: string, outcome: string): Response {
  const mark = randomUUID().slice(0, 8);
  setCookie(context, toldName(context, mark), outcome, { ...options(context), maxAge: toldSeconds });
  const said = `${address.includes("?") ? "&" : "?"}said=${outcome}.${mark}`;
  return context.redirect(context.get("visit").link(`${address}${said}`), 303);
}
/** What came of the act that led to this page, the first time that it is shown. */
export function outcomeTold(context: Here): string | undefined {
  const [, outcome, mark] = /^([\w-]+)\.([0-9a-f]{8})$/.exec(context.req.query("said") ?? "") ?? [];
  if (mark === undefined) return undefined;
  const name = toldName(context, mark);
  if (getCookie(context, name) !== outcome) return undefined;
  setCookie(context, name, "", { ...options(context), maxAge: 0 });
  return outcome;
}

/** A page of the console; the list of work for any other address, so that nobody is led elsewhere. */
export const pageOf = (address: string): string =>
  /^\/console\/[\w/?=&.%-]*$/.test(address) && !address.includes("//") ? address : "/console/work";

/** What a form of this session carries and no other site can know. */
export const formToken = ({ secret }: Pick<Visit, "secret">): string =>
  createHmac("sha256", secret ?? "")
    .update("form")
    .digest("base64url");

const isHere = (context: Here, origin: string): boolean =>
  URL.canParse(origin) && new URL(origin).host === context.req.header("host");

/** What the browser sent with the form of this request. Of somebody who is signed in it has been read to see whose form it is. */
export const sentHere = async (context: Here): Promise<Sent> => context.get("visit").sent ?? sentIn(context.req);

/** Whether the browser says that a page of ours sent the form. */
export function isFromHere(context: Here): boolean {
  const origin = context.req.header("origin");
  return origin !== undefined && isHere(context, origin);
}

/** Whether a form comes from a page of this session, and not from another site. */
export function isOwnForm(context: Here, visit: Pick<Visit, "secret">, given: string | undefined): boolean {
  const origin = context.req.header("origin");
  if (origin !== undefined && origin !== "null" && !isHere(context, origin)) return false;
  const expected = Buffer.from(formToken(visit));
  const token = Buffer.from(given ?? "");
  return token.length === expected.length && timingSafeEqual(token, expected);
}
