import type { Client } from "../../shared/client/client.ts";

/** What a browser keeps of one host. */
type Jar = Map<string, string>;

/**
 * Signs somebody in as a browser would: goes to the provider, chooses the person on its page, and follows it back. `client` may
 * be anybody's: beginning needs no token. Answers the secret of the session.
 */
export async function signIn(client: Client, subject: string): Promise<string> {
  const { body: begun } = await client.beginSignIn({ body: {} });
  const answer = await choose(begun.url, subject, new Map());
  const code = answer.searchParams.get("code");
  if (code === null) throw new Error(`the provider sent no code: ${answer.search}`);
  const iss = answer.searchParams.get("iss");
  const { body } = await client.finishSignIn({
    params: { signInId: begun.signInId },
    body: { code, state: answer.searchParams.get("state") ?? "", ...(iss !== null && { iss }) },
  });
  return body.secret;
}

/** Follows the provider from page to page until it leads back to the platform; answers that address. */
export async function choose(start: string, subject: string, jar: Jar): Promise<URL> {
  const { origin } = new URL(start);
  let at = new URL(start);
  for (let step = 0; step < 10; step += 1) {
    const isPage = /^\/interaction\/[\w-]+$/.test(at.pathname);
    const response = await fetch(at, {
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(isPage && { method: "POST", body: new URLSearchParams({ subject }) }),
    });
    keepCookies(jar, response);
    const location = response.headers.get("location");
    if (location === null) throw new Error(`${at.pathname} answered ${response.status}: ${await response.text()}`);
    at = new URL(location, at);
    if (at.origin !== origin) return at;
  }
  throw new Error("the provider leads nowhere");
}

function keepCookies(jar: Jar, response: Response): void {
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === "") jar.delete(name);
    else jar.set(name, value);
  }
}
