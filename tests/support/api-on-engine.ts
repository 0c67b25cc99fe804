import { createHash, randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { createCases } from "../../functions/cases/app.ts";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { chooseEngine, startDynamoEngine } from "../../infra/local/dynamo-engine.ts";
import { provision } from "../../infra/local/provision.ts";
import { startQueueEngine } from "../../infra/local/queue-engine.ts";
import { describeStack } from "../../infra/local/stack.ts";
import { readTemplate } from "../../infra/local/template.ts";
import type { Inboxes } from "../../shared/aws/inboxes.ts";
import { newKeyPair, type PrivateJwk, signToken } from "../../shared/client/token.ts";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { loadCases } from "../../shared/dynamo/case-store.ts";
import { saveKey, saveOrganisation } from "../../shared/dynamo/directory-store.ts";
import { partiesKey } from "../../shared/dynamo/keys.ts";
import { kinds } from "../../shared/dynamo/stored-versions.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { readPublicKey } from "../../shared/runtime/public-key.ts";
import { createQuotas } from "../../shared/runtime/quotas.ts";
import { ownKeys } from "./own-keys.ts";
import { placedCase } from "./placed-case.ts";
import { workingDay } from "./working-day.ts";

const place = { region: "us-east-1", accountId: "000000000000", queueBase: "http://127.0.0.1" };
const audience = "accord";

type Posted = { status: number; body: Record<string, unknown> };

export type ApiOnEngine = {
  table: Table;
  /** What the API takes the time to be. */
  setNow(instant: string): void;
  register(organisationId: string, facts: OrganisationFacts): Promise<void>;
  /** Posts as an organisation; `*` as the version unless another is given. */
  post(organisationId: string, path: string, body: unknown, version?: string): Promise<Posted>;
  /** Puts cases into the table as they stand, past all commands. */
  place(states: readonly CaseState[], version: number): Promise<void>;
  versions(caseIds: readonly string[]): Promise<Map<string, number>>;
  stop(): Promise<void>;
};

/** The API in this process on a real engine, for tests that make thousands of calls; files and queues are out of its reach. */
export async function startApiOnEngine(): Promise<ApiOnEngine> {
  const [dynamo, queues] = await Promise.all([
    chooseEngine(undefined).then((kind) => startDynamoEngine(kind)),
    startQueueEngine(place.region),
  ]);
  const stack = describeStack(await readTemplate("cdk.out", place));
  await provision(stack, dynamoClient(dynamo.url, place.region), { ...place, store: queues.store }, queues.objects);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new DynamoDBClient({ endpoint: dynamo.url, region: place.region, credentials });
  const marshallOptions = { removeUndefinedValues: true };
  const table = {
    client: DynamoDBDocumentClient.from(client, { marshallOptions }),
    name: stack.tables[0]?.name ?? "",
  };
  return {
    ...apiOn(table),
    async stop() {
      client.destroy();
      await queues.stop();
      await dynamo.stop();
    },
  };
}

const emptyEnvelope = {
  algorithm: "A256GCM",
  key: new Uint8Array(),
  iv: new Uint8Array(),
  tag: new Uint8Array(),
} as const;

/** The parties of a case that is put into the table past all commands: nobody. With their key what is said in words is sealed. */
const partiesOf = (caseId: string): Record<string, unknown> =>
  kinds.parties.mark({ ...partiesKey(caseId), sealed: { ...emptyEnvelope, text: Buffer.from("[]") } });

/** The API in this process on a table; of the inboxes it reaches those that are given. */
export function apiOn(table: Table, inboxes: Partial<Inboxes> = {}): Omit<ApiOnEngine, "stop"> {
  const outOfReach = (): never => {
    throw new Error("this test reaches the table alone");
  };
  let now = workingDay;
  const app = createCases({
    table,
    inboxes: { receive: outOfReach, extend: outOfReach, ack: outOfReach, remove: outOfReach, ...inboxes },
    scan: undefined,
    caseFiles: {
      ...{ upload: outOfReach, download: outOfReach, find: outOfReach },
      ...{ read: outOfReach, write: outOfReach, add: outOfReach },
    },
    // The key service is out of reach: what stands for it keeps nothing secret.
    sealer: {
      ...ownKeys(),
      seal: async (_, text) => ({ ...emptyEnvelope, text: Buffer.from(text) }),
      open: async (_, { text }) => Buffer.from(text).toString(),
    },
    partyHasher: async () => (text) => createHash("sha256").update(text).digest("hex").slice(0, 32),
    lendInbox: outOfReach,
    askReplay: outOfReach,
    tendLater: outOfReach,
    inboxUrl: (organisationId) => `inbox of ${organisationId}`,
    lastNews: new Map(),
    audience,
    bootstrap: undefined,
    // Its calls of thousands come within one minute.
    quotas: createQuotas(table, '{"requestsAMinute":12000}'),
    documents: "",
    now: () => now,
    newId: randomUUID,
  });

  const keys = new Map<string, PrivateJwk>();
  const tokens = new Map<string, { token: string; until: number }>();
  const tokenOf = async (organisationId: string): Promise<string> => {
    const at = Date.parse(now);
    const kept = tokens.get(organisationId);
    if (kept !== undefined && kept.until > at && kept.until - at < 200_000) return kept.token;
    const key = keys.get(organisationId);
    if (key === undefined) throw new Error(`${organisationId} is not registered`);
    const token = await signToken({ organisationId, key, audience, now: () => at });
    tokens.set(organisationId, { token, until: at + 200_000 });
    return token;
  };

  return {
    table,
    setNow(instant) {
      now = instant;
    },
    async register(organisationId, facts) {
      const { privateJwk, publicJwk } = await newKeyPair();
      const key = await readPublicKey(publicJwk, now);
      if (key === undefined) throw new Error("the new key does not suit");
      await saveOrganisation(table, organisationId, facts, { held: undefined });
      await saveKey(table, organisationId, key);
      keys.set(organisationId, privateJwk);
    },
    async post(organisationId, path, body, version = "*") {
      const answer = await app.request(path, {
        method: "POST",
        headers: {
          authorization: `Bearer ${await tokenOf(organisationId)}`,
          "content-type": "application/json",
          "if-match": version,
        },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: Object(await answer.json()) };
    },
    async place(states, version) {
      await Promise.all(
        states.flatMap((state) =>
          [...placedCase(state, version), partiesOf(state.caseId)].map((Item) =>
            table.client.send(new PutCommand({ TableName: table.name, Item })),
          ),
        ),
      );
    },
    async versions(caseIds) {
      const found = await loadCases(table, caseIds);
      return new Map([...found].map(([caseId, stored]) => [caseId, stored.version]));
    },
  };
}
