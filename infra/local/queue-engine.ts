import type { IncomingHttpHeaders } from "node:http";
import { findPackageJSON } from "node:module";
import { pathToFileURL } from "node:url";
import { buildApp } from "fauxqs";

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>;
export type QueueStore = Stores["sqsStore"];
export type ObjectStore = Stores["s3Store"];
export type Queue = NonNullable<ReturnType<QueueStore["getQueueByName"]>>;

export type QueueEngine = {
  url: string;
  /** Answers one SQS request in process, as the server at the URL would. */
  ask(headers: IncomingHttpHeaders, body: Buffer): Promise<{ status: number; body: Buffer }>;
  store: QueueStore;
  /** The same package serves S3. */
  objects: ObjectStore;
  /** Puts a message into the queue with this ARN; nothing happens when there is none. */
  send(arn: string, body: string, attributes?: Record<string, string>): void;
  stop(): Promise<void>;
};

type Persistence = NonNullable<QueueStore["persistence"]>;

/**
 * Starts the SQS and S3 engine on loopback, kept in the folder, or in memory without one. The package's own start function
 * listens on every interface, so its parts are put together here.
 */
export async function startQueueEngine(region: string, directory?: string): Promise<QueueEngine> {
  const modules = await loadModules();
  const sqsStore = new modules.SqsStore();
  const s3Store = new modules.S3Store();
  const stores: Stores = { sqsStore, snsStore: new modules.SnsStore(), s3Store };
  const persistence = directory === undefined ? undefined : new modules.PersistenceManager(directory);
  if (persistence) {
    keepReceiveCounts(persistence);
    // Kept messages are loaded before the stores write through, or loading would delete them.
    persistence.load(stores.sqsStore, stores.snsStore, s3Store);
    sqsStore.persistence = persistence;
    s3Store.persistence = persistence;
    for (const queue of sqsStore.allQueues()) queue.persistence = persistence;
  }
  const app = buildApp({ logger: false, defaultRegion: region, stores });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    url,
    async ask(headers, payload) {
      const { statusCode, rawPayload } = await app.inject({ method: "POST", url: "/", headers, payload });
      return { status: statusCode, body: rawPayload };
    },
    store: sqsStore,
    objects: s3Store,
    send(arn, body, attributes = {}) {
      const typed = Object.entries(attributes).map(([name, StringValue]) => [
        name,
        { DataType: "String", StringValue },
      ]);
      sqsStore.getQueueByArn(arn)?.enqueue(modules.SqsStore.createMessage(body, Object.fromEntries(typed)));
    },
    async stop() {
      await app.close();
      persistence?.close();
    },
  };
}

/** The engine forgets a message's receive count when it is made visible again, and its own table refuses that. */
function keepReceiveCounts(persistence: Persistence): void {
  const received = new Map<string, [count: number, first: number | undefined]>();
  const updateInflight = persistence.updateMessageInflight.bind(persistence);
  const deleteMessage = persistence.deleteMessage.bind(persistence);
  persistence.updateMessageInflight = (id, receiptHandle, visibilityDeadline, count, first) => {
    received.set(id, [count, first]);
    updateInflight(id, receiptHandle, visibilityDeadline, count, first);
  };
  persistence.updateMessageReady = (id) => {
    const [count, first] = received.get(id) ?? [1, undefined];
    updateInflight(id, "", 0, count, first);
  };
  persistence.deleteMessage = (id) => {
    received.delete(id);
    deleteMessage(id);
  };
}

type Modules = {
  SqsStore: { new (): QueueStore; createMessage(body: string, attributes: object): Parameters<Queue["enqueue"]>[0] };
  SnsStore: new () => Stores["snsStore"];
  S3Store: new () => Stores["s3Store"];
  PersistenceManager: new (directory: string) => Persistence;
};

/** The classes that the package does not export, from the place where the package lies. */
async function loadModules(): Promise<Modules> {
  const manifest = findPackageJSON("fauxqs", import.meta.url);
  if (!manifest) throw new Error("The package fauxqs is not installed");
  const load = (path: string) => import(new URL(`dist/${path}`, pathToFileURL(manifest)).href);
  const [sqs, sns, s3, persistence] = await Promise.all(
    ["sqs/sqsStore.js", "sns/snsStore.js", "s3/s3Store.js", "persistence.js"].map(load),
  );
  return { ...sqs, ...sns, ...s3, ...persistence };
}
