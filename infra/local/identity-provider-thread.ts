import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import { Provider } from "oidc-provider";
import { listenOnLoopback } from "./http.ts";
import type { ProviderOrder, ProviderStart } from "./identity-provider.ts";
import { askWhetherToLeave, choosePerson, sayThatItFailed } from "./identity-provider-pages.ts";
import { shiftClock } from "./shifted-clock.ts";

// The provider's thread: oidc-provider with pages of its own, and everything in memory.

const { people, client, port, clockOffsetMs }: ProviderStart = workerData;
// It would warn of keeping its data in memory and of the keys it brings, which are what is wanted here.
for (const level of ["warn", "info"] as const) console[level] = () => {};
const setClock = shiftClock(clockOffsetMs);
parentPort?.on("message", ({ offsetMs }: ProviderOrder) => setClock(offsetMs));

// The issuer's name has its port in it, so the port comes first.
const server = createServer();
listenOnLoopback(server, port).then(
  (listening) => {
    const provider = createProvider(`http://127.0.0.1:${listening}`);
    const callback = provider.callback();
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      // A browser reckons the days of its cookies from here; Node would tell the machine's time.
      response.setHeader("date", new Date().toUTCString());
      const page = /^\/interaction\/[\w-]+$/.test(request.url ?? "");
      if (!page) return void callback(request, response);
      interact(provider, request, response).catch((error: unknown) => {
        response.writeHead(400, html).end(sayThatItFailed(error instanceof Error ? error.message : String(error)));
      });
    });
    parentPort?.postMessage({ port: listening });
  },
  (error: unknown) => parentPort?.postMessage({ failure: error instanceof Error ? error.message : String(error) }),
);

const html = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };

function createProvider(issuer: string): Provider {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        token_endpoint_auth_method: "none",
        redirect_uris: [`http://127.0.0.1${client.signedInPath}`],
        post_logout_redirect_uris: [`http://127.0.0.1${client.signedOutPath}`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    cookies: { keys: ["local"], names: { session: "provider_session", interaction: "provider_interaction" } },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(context, form) {
          context.type = "html";
          context.body = askWhetherToLeave(form);
        },
      },
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    renderError(context, { error, error_description }) {
      context.type = "html";
      context.body = sayThatItFailed(error_description ?? error);
    },
    findAccount(_context, subject) {
      const person = people.find((one) => one.subject === subject);
      return person && { accountId: subject, claims: () => ({ sub: subject, name: person.name }) };
    },
    // Somebody who signs in has agreed: there is nothing to consent to between an office and its own system.
    async loadExistingGrant({ oidc: { provider: here, client: asking, session } }) {
      const grant = new here.Grant(
        asking && session ? { clientId: asking.clientId, accountId: session.accountId } : {},
      );
      grant.addOIDCScope("openid profile");
      await grant.save();
      return grant;
    },
  });
  // Where the platform listens is chosen when it starts.
  const sameButForThePort = (registered: readonly string[] | undefined, asked: string): boolean => {
    const { protocol, hostname, pathname } = new URL(asked);
    return (registered ?? []).includes(`${protocol}//${hostname}${pathname}`);
  };
  provider.Client.prototype.redirectUriAllowed = function allowed(uri) {
    return sameButForThePort(this.redirectUris, uri);
  };
  provider.Client.prototype.postLogoutRedirectUriAllowed = function allowed(uri) {
    return sameButForThePort(this.postLogoutRedirectUris, uri);
  };
  return provider;
}

/** The page on which a person is chosen (GET), and the choice (POST). */
async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.writeHead(200, html).end(choosePerson(uid, people));
    return;
  }
  const chosen = new URLSearchParams(await bodyOf(request)).get("subject");
  const accountId = people.find(({ subject }) => subject === chosen)?.subject;
  const result =
    accountId === undefined
      ? { error: "access_denied", error_description: "nobody was chosen" }
      : { login: { accountId } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
