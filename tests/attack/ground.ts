import { request } from "node:http";
import { coordinatorId, oneSuffices } from "../../infra/demo/city.ts";
import { signIn } from "../../infra/demo/sign-in.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import { type LocalSigningProvider, startSigningProvider } from "../../infra/demo/signing-provider.ts";
import type { IdentityProvider } from "../../infra/local/identity-provider.ts";
import { createClient } from "../../shared/client/client.ts";
import { signToken } from "../../shared/client/token.ts";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import type { randomFrom } from "../support/tampering.ts";
import {
  cityCommittee,
  police,
  startTown,
  strangerAgency,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";
import { workingDayOffset } from "../support/working-day.ts";
import type { Answer } from "./judges.ts";

// Where the attacks take place: a platform that was just started, on this machine alone, with two counties.

export type Random = ReturnType<typeof randomFrom>;
/** What a corpus came to: how much was tried, and what did not hold, in words. */
export type Tally = { tried: number; wrong: string[] };
export type Corpus = {
  name: string;
  zh: string;
  /** Less than this tried is wrong in itself: a corpus that has run dry shows nothing. */
  atLeast: number;
  run(ground: Ground, random: Random): Promise<Tally>;
};

type Sending = {
  /** Who signs; without one, or a session, the headers go as they are. */
  by?: string;
  /** The secret of somebody's session. */
  session?: string;
  method?: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, but for text and bytes, which go as they are. */
  body?: unknown;
};

export type Ground = {
  town: Town;
  /** One request past every client, with nothing checked or mended on this side. */
  send(path: string, sending?: Sending): Promise<Answer>;
  /** The secret of the session of one of the people. */
  sessionOf(name: Person): Promise<string>;
  providers: { identity: IdentityProvider; signing: LocalSigningProvider };
  /** All that functions have logged. */
  log(): string;
  /** What was answered to those who were refused or are strangers, to be looked through for what is none of theirs. */
  overheard: string[];
  stop(): Promise<void>;
};

const neighbour = "330421";
export const foreign = { desk: "bureau-330421", auditor: "audit-330421", agency: "police-330421", body: "pmc-330421" };
const auditor = "audit-330483";
/** People with a session, and where each has a seat. */
export const people = {
  clerk: { organisationId: police, duty: "clerk" },
  secretary: { organisationId: villageCommittee, duty: "lead" },
  "lead of the bureau": { organisationId: coordinatorId, duty: "lead" },
  "lead of another station": { organisationId: strangerAgency, duty: "lead" },
  "lead of another committee": { organisationId: strangerCommittee, duty: "lead" },
  "lead of another county's committee": { organisationId: foreign.body, duty: "lead" },
  "lead of another county's bureau": { organisationId: foreign.desk, duty: "lead" },
} as const;
export type Person = keyof typeof people;

const facts = (
  divisionCode: string,
  type: OrganisationFacts["type"],
  kind: OrganisationFacts["kind"] = "agency",
): OrganisationFacts => ({ kind, type, level: "county", name: "样例", divisionCode, categories: [], suspended: false });

/** Starts the platform afresh; `loopback` says whether webhooks may go to this machine. */
export async function openGround({ loopback }: { loopback: boolean }): Promise<Ground> {
  let log = "";
  const clockOffsetMs = workingDayOffset();
  const identity = await startSignInProvider(
    Object.keys(people).map((name) => ({ subject: name, name, place: "" })),
    { clockOffsetMs },
  );
  const signing = await startSigningProvider(() => Date.now() + clockOffsetMs);
  const town = await startTown(
    [police, "court", villageCommittee, townCommittee, cityCommittee, strangerAgency, strangerCommittee],
    {
      clockOffsetMs,
      environmentsAtMost: 4,
      environment: { WEBHOOK_ALLOW_LOOPBACK: String(loopback) },
      parameters: (apiUrl) => ({
        OidcIssuer: identity.url,
        ConsoleOrigin: apiUrl,
        SigningUrl: signing.url,
        SigningKey: signing.publicKey,
      }),
      onLog: (_, text) => {
        log += text;
      },
      organisations: {
        [auditor]: facts("330483", "auditor"),
        [foreign.desk]: facts(neighbour, "coordinator"),
        [foreign.auditor]: facts(neighbour, "auditor"),
        [foreign.agency]: facts(neighbour, "police"),
        [foreign.body]: facts(neighbour, "general", "committee"),
      },
    },
  );
  signing.serve(town.platform.url);
  await town.operator.changeSettings({ params: { county: neighbour }, body: { twoPersons: oneSuffices } });
  const { hostname, port } = new URL(town.platform.url);
  const sessions = new Map<Person, Promise<string>>();
  const tokens = new Map<string, { token: string; until: number }>();
  const tokenOf = async (by: string): Promise<string> => {
    const held = tokens.get(by);
    if (held !== undefined && town.now() < held.until) return held.token;
    const token = await signToken({ organisationId: by, key: town.keyOf(by), audience: "accord", now: town.now });
    tokens.set(by, { token, until: town.now() + 120_000 });
    return token;
  };
  const openSession = async (name: Person): Promise<string> => {
    const { organisationId, duty } = people[name];
    const inviter = await town.clientOf(organisationId);
    const { code } = (await inviter.invitePerson({ params: { organisationId }, body: { name, duty } })).body;
    const session = await signIn(town.coordinator, name);
    const client = createClient({ baseUrl: town.platform.url, session });
    return (await client.redeemInvitation({ body: { code } })).body.secret;
  };
  return {
    town,
    providers: { identity, signing },
    log: () => log,
    overheard: [],
    sessionOf(name) {
      const session = sessions.get(name) ?? openSession(name);
      sessions.set(name, session);
      return session;
    },
    async stop() {
      await town.stop();
      await Promise.all([identity.stop(), signing.stop()]);
    },
    async send(path, { by, session, method = "GET", headers = {}, body } = {}) {
      const payload =
        body === undefined || typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
      const bearer = by === undefined ? session : await tokenOf(by);
      const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
      return exchange({ hostname, port, path, method }, payload, {
        ...authorization,
        // Without its length the body of a DELETE would follow its request as if it were the next one.
        ...(payload === undefined
          ? {}
          : { "content-type": "application/json", "content-length": String(Buffer.byteLength(payload)) }),
        ...headers,
      });
    },
  };
}

/** One HTTP exchange; headers and path go out as they are, which `fetch` would mend. */
function exchange(
  to: { hostname: string; port: string; path: string; method: string },
  payload: string | Uint8Array | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  return new Promise((resolve) => {
    const outgoing = request({ ...to, headers: { ...headers } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", ({ message }) => resolve({ status: 0, headers: {}, text: message }));
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
          text: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    // A connection that is torn down is an answer too, and never a right one.
    outgoing.on("error", ({ message }) => resolve({ status: 0, headers: {}, text: message }));
    outgoing.end(payload);
  });
}

/** Works through all of it, so many at once; the results stand in the order of what was given. */
export async function each<One, Result>(
  all: readonly One[],
  work: (one: One, index: number) => Promise<Result>,
  atOnce = 12,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < all.length) {
      const index = next;
      next += 1;
      const one = all[index];
      if (one !== undefined) results[index] = await work(one, index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

export const isGiven = <One>(one: One | undefined): one is One => one !== undefined;

/** One of them; that one may be nothing. */
export const anyOf = (random: Random, all: readonly unknown[]): unknown => all[random(all.length)];
