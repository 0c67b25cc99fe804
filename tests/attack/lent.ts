import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { InboxCredentials } from "../../shared/contracts/inbox.ts";
import { addPaper } from "../support/papers.ts";
import { oneOf } from "../support/tampering.ts";
import {
  cityCommittee,
  police,
  refer,
  strangerAgency,
  strangerCommittee,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";
import { type Corpus, each, foreign, type Ground, isGiven, type Random } from "./ground.ts";

const readers = [police, villageCommittee, strangerAgency, foreign.body];
const owners = [...readers, townCommittee, cityCommittee, strangerCommittee, foreign.agency, foreign.desk];
/** Queues of the platform itself, and names that begin like an inbox. */
const otherQueues = ["accord-intake", "accord-webhooks", "accord-inboxes-dead", "accord-inbox-", "accord-inbox-*"];

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));
const refusals = /AccessDenied|InvalidClientTokenId|SignatureDoesNotMatch|NonExistentQueue|QueueDoesNotExist/;

/** What is lent, which is the reading of one's own inbox and one paper for minutes, used for anything else. */
export const lent: Corpus = {
  name: "lent credentials and links",
  zh: "收件箱凭证与下载链接",
  atLeast: 400,
  async run(ground: Ground, random) {
    const wrong: string[] = [];
    const ofQueues = await ofCredentials(ground, wrong);
    const ofFiles = await ofLinks(ground, random, wrong);
    return { tried: ofQueues + ofFiles, wrong };
  },
};

async function ofCredentials({ town }: Ground, wrong: string[]): Promise<number> {
  let tried = 0;
  for (const by of readers) {
    const { body: own } = await (await town.clientOf(by)).lendInbox({ body: {} });
    const queueNamed = (name: string) => own.queueUrl.replace(/[^/]+$/, name);
    const good = clientOf(own, town.now());
    const forged = [
      clientOf({ ...own, secretAccessKey: `${own.secretAccessKey}A` }, town.now()),
      clientOf({ ...own, sessionToken: `A${own.sessionToken}` }, town.now()),
    ];
    const others = owners.filter((owner) => owner !== by).map((owner) => `accord-inbox-${owner}`);
    const tries = [
      ...[...others, ...otherQueues].flatMap((name) =>
        ways(queueNamed(name)).map(({ what, send }) => ({ what: `${what} ${name}`, send: () => send(good) })),
      ),
      ...forged.flatMap((client, index) =>
        ways(own.queueUrl).map(({ what, send }) => ({
          what: `${what} own, forged ${index}`,
          send: () => send(client),
        })),
      ),
      {
        what: "send to own",
        send: () => good.send(new SendMessageCommand({ QueueUrl: own.queueUrl, MessageBody: "{}" })),
      },
    ];
    tried += tries.length;
    const faults = await each(tries, async ({ what, send }) => {
      const answer = await send().then(() => "done", nameOf);
      return refusals.test(answer) ? undefined : `${by}: ${what}: ${answer}`;
    });
    wrong.push(...faults.filter(isGiven));
    const reads = await good.send(new ReceiveMessageCommand({ QueueUrl: own.queueUrl })).then(() => "done", nameOf);
    if (reads !== "done") wrong.push(`${by} does not read its own inbox, so that nothing is shown: ${reads}`);
    for (const client of [good, ...forged]) client.destroy();
  }
  return tried;
}

type Way = { what: string; send: (client: SQSClient) => Promise<unknown> };
const ways = (QueueUrl: string): Way[] => {
  const at = { QueueUrl, ReceiptHandle: "handle" };
  return [
    { what: "receive from", send: (client) => client.send(new ReceiveMessageCommand({ QueueUrl })) },
    { what: "send to", send: (client) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" })) },
    { what: "delete from", send: (client) => client.send(new DeleteMessageCommand(at)) },
    {
      what: "hide in",
      send: (client) => client.send(new ChangeMessageVisibilityCommand({ ...at, VisibilityTimeout: 0 })),
    },
  ];
};

const clientOf = ({ queueUrl, region, ...credentials }: InboxCredentials, now: number): SQSClient =>
  new SQSClient({
    region,
    credentials,
    endpoint: new URL(queueUrl).origin,
    systemClockOffset: now - Date.now(),
    maxAttempts: 1,
  });

/** Links that were bent: to another paper, another action, a later end, another signature. */
async function ofLinks({ town }: Ground, random: Random, wrong: string[]): Promise<number> {
  const committee = await town.clientOf(villageCommittee);
  const links: { url: string; other: string }[] = [];
  const caseIds = [await refer(town, "link-1"), await refer(town, "link-2")];
  for (const caseId of caseIds) await committee.accept({ params: { caseId }, version: "*", body: {} });
  const [one = "", two = ""] = caseIds;
  const papers = { [one]: await addPaper(committee, one, "other"), [two]: await addPaper(committee, two, "other") };
  for (const caseId of caseIds) {
    const documentId = papers[caseId] ?? "";
    const { downloadUrl: url } = (await committee.showDocument({ params: { caseId, documentId } })).body;
    const otherCase = caseId === one ? two : one;
    links.push({ url, other: `${otherCase}/${papers[otherCase]}` });
    const { status } = await fetch(url);
    if (status !== 200) wrong.push(`a good link is answered ${status}, so that nothing is shown`);
  }
  const bent = Array.from({ length: 200 }, () => bend(random, oneOf(random, links)));
  const faults = await each(bent, async ({ what, method, url }) => {
    const answer = await fetch(url, { method, ...(method === "PUT" ? { body: "样例" } : {}) });
    await answer.arrayBuffer();
    return answer.status >= 400 && answer.status < 500 ? undefined : `${what}: ${answer.status}`;
  });
  wrong.push(...faults.filter(isGiven));
  return bent.length;
}

/** A link that was bent: it must open nothing. */
export function bend(random: Random, { url, other }: { url: string; other: string }) {
  const flipped = (text: string): string => {
    const at = random(text.length);
    return `${text.slice(0, at)}${text[at] === "a" ? "b" : "a"}${text.slice(at + 1)}`;
  };
  const changed = (change: (to: URL) => void): string => {
    const to = new URL(url);
    change(to);
    return String(to);
  };
  const query = (name: string, value: (before: string) => string) =>
    changed(({ searchParams }) => searchParams.set(name, value(searchParams.get(name) ?? "")));
  return oneOf(random, [
    { what: "another case's paper", method: "GET", url: url.replace(/[\w-]{36}\/[\w-]{36,64}/, other) },
    { what: "put by a link to read", method: "PUT", url },
    { what: "deleted by a link to read", method: "DELETE", url },
    { what: "another signature", method: "GET", url: query("X-Amz-Signature", flipped) },
    { what: "a later end", method: "GET", url: query("X-Amz-Expires", () => "604800") },
    { what: "another time", method: "GET", url: query("X-Amz-Date", flipped) },
    { what: "another signer", method: "GET", url: query("X-Amz-Credential", flipped) },
    { what: "another form of the answer", method: "GET", url: query("response-content-type", () => "text/html") },
    {
      what: "no signature",
      method: "GET",
      url: changed((to) => {
        to.search = "";
      }),
    },
    {
      what: "the whole folder",
      method: "GET",
      url: changed((to) => {
        to.pathname = to.pathname.replace(/[^/]+$/, "");
      }),
    },
  ]);
}
