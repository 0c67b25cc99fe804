import * as z from "zod";
import { instant } from "../domain/case.ts";
import { documentKind } from "../domain/codes.ts";
import { digest } from "../domain/digest.ts";
import { eventTypes } from "../domain/events.ts";
import { noticeTypes } from "../domain/notices.ts";
import { paperKind } from "../domain/official-paper.ts";
import { once } from "../domain/once.ts";
import { longestPollSeconds } from "../domain/polling.ts";

/** As short and as long as AWS lends the rights of a role that is taken on by another role. */
const shortestCredentialsSeconds = 900;
const longestCredentialsSeconds = 3_600;

/** Which paper came into a file, where a message tells of one. */
export const filedPaper = once(() =>
  z.object({ documentId: z.uuid(), kind: documentKind(), paper: paperKind().exactOptional() }),
);

/** Everything that a message can tell of. */
export const messageTypes = [...eventTypes, ...noticeTypes];
const messageType = once(() => z.enum(messageTypes));

/** What a queue carries: ids, type, version and deadline, never the content of a case. */
export const inboxMessage = once(() =>
  z.strictObject({
    messageId: z.string(),
    type: messageType(),
    caseId: z.uuid().exactOptional().describe("Absent from what concerns no case"),
    version: z.int().min(1).exactOptional(),
    about: z.string().exactOptional().describe("What it concerns otherwise: of a key, its thumbprint"),
    at: instant(),
    deadline: instant().exactOptional(),
    documentId: z.uuid().exactOptional().describe("The paper that came into the file"),
    kind: documentKind().exactOptional(),
    paper: paperKind().exactOptional(),
    digest: digest().exactOptional().describe("What lies with you today"),
    replay: z.literal(true).exactOptional().describe("Told again"),
  }),
);
export type InboxMessage = z.infer<ReturnType<typeof inboxMessage>>;

export const receiveRequest = once(() =>
  z.strictObject({
    max: z.int().min(1).max(10).default(10),
    waitSeconds: z
      .int()
      .min(0)
      .max(longestPollSeconds)
      .default(0)
      .describe(
        "How long to wait for a message; a few at once for an organisation. Asking again after Retry-After is cheaper",
      ),
    leaseSeconds: z.int().min(10).max(43_200).default(300),
  }),
);

/** A message as it is read: one that a newer platform sent is of a type that is not known here, and keeps no other waiting. */
export const messageAsRead = once(() =>
  z.object({ ...inboxMessage().shape, type: z.string().meta({ enum: messageTypes, "x-grows": true }) }),
);

export type MessageAsRead = z.infer<ReturnType<typeof messageAsRead>>;

export const leasedMessage = once(() =>
  messageAsRead().extend({
    lease: z.string().describe("Proof of the lease; send it to extend or ack"),
    receiveCount: z.int().min(1),
  }),
);
export const received = once(() => z.strictObject({ messages: z.array(leasedMessage()), leaseSeconds: z.int() }));

export const credentialsRequest = once(() =>
  z.strictObject({
    seconds: z
      .int()
      .min(shortestCredentialsSeconds)
      .max(longestCredentialsSeconds)
      .default(longestCredentialsSeconds)
      .describe("How long they are valid"),
  }),
);

/** With what an organisation reads its own inbox by an SDK for SQS. Nobody can show them a second time. */
export const inboxCredentials = once(() =>
  z.strictObject({
    queueUrl: z.url(),
    region: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    sessionToken: z.string(),
    expiresAt: instant(),
  }),
);
export type InboxCredentials = z.infer<ReturnType<typeof inboxCredentials>>;

export const extendRequest = once(() =>
  z.strictObject({
    lease: z.string().min(1).max(2048),
    leaseSeconds: z.int().min(0).max(43_200),
  }),
);

export const ackRequest = once(() => z.strictObject({ leases: z.array(z.string().min(1).max(2048)).min(1).max(10) }));
export const acked = once(() =>
  z.strictObject({
    acked: z.int(),
    failed: z.array(z.int()).describe("Positions that were not acked"),
  }),
);
