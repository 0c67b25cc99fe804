import { createAudit } from "../../functions/audit/app.ts";
import { createCases } from "../../functions/cases/app.ts";
import { createOffice } from "../../functions/office/app.ts";
import { createPapers } from "../../functions/papers/app.ts";
import { createPeople } from "../../functions/people/app.ts";
import { createRegistry } from "../../functions/registry/app.ts";
import { createCaseFiles } from "../../shared/aws/case-files.ts";
import { documentClient, keyClient, queueClient } from "../../shared/aws/clients.ts";
import { inboxLender } from "../../shared/aws/inbox-credentials.ts";
import { createInboxes, inboxProvision } from "../../shared/aws/inboxes.ts";
import { createPartyHasher } from "../../shared/aws/party-hash.ts";
import { createSend } from "../../shared/aws/queues.ts";
import { createSealer } from "../../shared/aws/seal.ts";
import type { ServiceName } from "../../shared/contracts/services.ts";
import { createQuotas } from "../../shared/runtime/quotas.ts";
import { createRoots } from "../../shared/runtime/seen-chains.ts";
import { publicReach } from "../../shared/runtime/webhook-address.ts";

/** A platform that reaches nothing: for what the services answer by themselves. */
export const nowhere = (documents = ".") => ({
  table: { client: documentClient(), name: "nowhere" },
  inboxes: createInboxes(queueClient()),
  provisionInbox: inboxProvision(queueClient(), {
    prefix: "nowhere-",
    deadLetterArn: "arn:aws:sqs:us-east-1:000000000000:dead",
  }),
  send: createSend(queueClient()),
  intakeUrl: "http://127.0.0.1:1/intake",
  retryUrl: "http://127.0.0.1:1/webhooks",
  scan: undefined,
  eraser: { erase: async () => {}, under: async () => [] },
  caseFiles: createCaseFiles(keyClient().config, { bucket: "nowhere", host: "nowhere.invalid" }),
  sealer: createSealer(keyClient(), "nowhere"),
  partyHasher: createPartyHasher(keyClient(), "nowhere"),
  askReplay: async () => {},
  tendLater: async () => {},
  lendInbox: inboxLender({
    ...{ role: "arn:aws:iam::0:role/nowhere", region: "nowhere", prefix: "inbox-" },
    urlOf: (organisationId) => `http://127.0.0.1:1/${organisationId}`,
  }),
  inboxUrl: (organisationId: string) => `http://127.0.0.1:1/${organisationId}`,
  lastNews: new Map(),
  audience: "accord",
  bootstrap: undefined,
  quotas: createQuotas({ client: documentClient(), name: "nowhere" }),
  webhookReach: publicReach,
  documents,
  now: () => "2026-03-03T02:00:00.000Z",
  newId: () => "0190a0de-0000-7000-8000-000000000001",
});

const rootStore = { read: async () => undefined, add: async () => false };
const noRoots = { rootStore, roots: createRoots(rootStore), rootKey: async () => "" };

const noFonts = (): never => {
  throw new Error("no fonts here");
};

/** What each of the functions behind the front door serves. */
export const servicesOf = (documents?: string): Readonly<Record<ServiceName, ReturnType<typeof createCases>>> => ({
  cases: createCases(nowhere(documents)),
  registry: createRegistry(nowhere()),
  office: createOffice(nowhere()),
  papers: createPapers({ ...nowhere(), fonts: noFonts, signing: undefined, tellBinder: async () => {} }),
  people: createPeople({ ...nowhere(), issuer: undefined }),
  audit: createAudit({ ...nowhere(), ...noRoots }),
});
