import { createHash, randomBytes } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { sessionEnds, signInEnds } from "../domain/session.ts";
import { type Accessed, withEntry } from "./access-store.ts";
import { sessionKey, signInKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";
import { updateItem, type Write } from "./update-item.ts";

/** A secret that nobody guesses: 256 bits in letters that an address or a cookie takes. */
export const newSecret = (): string => randomBytes(32).toString("base64url");
const sessionMark = "session_";
/** The secret of a session, which its beginning tells from a signed token. */
export const newSessionSecret = (): string => `${sessionMark}${newSecret()}`;
export const isSessionSecret = (token: string): boolean => token.startsWith(sessionMark);
/** By what a secret is found. It has 256 bits of its own, so it needs no salt. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");
/** The table removes what has expired in its own time, so every reading looks at the time too. */
const expiresAt = (time: string): number => Math.ceil(Date.parse(time) / 1000);

const signIn = once(() => z.object({ codeVerifier: z.string(), nonce: z.string(), redirectUri: z.string() }));
/** What a sign-in that has begun must find again when the issuer answers. */
export type SignIn = z.infer<ReturnType<typeof signIn>>;
const signInItem = once(() => kinds.signIn.schema(signIn().extend({ endsAt: z.string() })));

export async function saveSignIn({ client, name }: Table, secret: string, begun: SignIn, now: string): Promise<void> {
  const endsAt = signInEnds(now);
  const Item = kinds.signIn.mark({ ...signInKey(hashOf(secret)), ...begun, endsAt, expiresAt: expiresAt(endsAt) });
  await client.send(new PutCommand({ TableName: name, Item }));
}

/** Takes what a sign-in left, once: undefined for a second caller, and when its time is over. */
export async function takeSignIn({ client, name }: Table, secret: string, now: string): Promise<SignIn | undefined> {
  const Key = signInKey(hashOf(secret));
  const { Attributes } = await client
    .send(
      new DeleteCommand({ TableName: name, Key, ReturnValues: "ALL_OLD", ConditionExpression: "attribute_exists(pk)" }),
    )
    .catch(nothingThere);
  if (Attributes === undefined) return undefined;
  const { endsAt, ...begun } = signInItem().parse(Attributes);
  return endsAt > now ? begun : undefined;
}

const session = once(() =>
  z.object({
    /** The person at the issuer, by a hash. */
    subject: z.string(),
    /** Absent until an invitation is taken up. */
    personId: z.string().optional(),
    /** The seat in which the person acts; absent until one is chosen. */
    organisationId: z.string().optional(),
    startedAt: z.string(),
    lastSeenAt: z.string(),
    /** Shown to the issuer when the person signs out. */
    idToken: z.string().optional(),
  }),
);
export type Session = z.infer<ReturnType<typeof session>>;
const sessionItem = once(() => kinds.session.schema(session()));

/** The item of a session, to be put with others in one transaction. */
export const itemOfSession = (secret: string, stored: Session): Record<string, unknown> =>
  kinds.session.mark({ ...sessionKey(hashOf(secret)), ...stored, expiresAt: expiresAt(sessionEnds(stored)) });

/** Stores a session, with the entry in the log of the organisation for which the person acts in it. */
export async function saveSession(table: Table, secret: string, stored: Session, accessed?: Accessed): Promise<void> {
  const Put = { TableName: table.name, Item: itemOfSession(secret, stored) };
  if (accessed === undefined) await table.client.send(new PutCommand(Put));
  else await together(table, { Put }, accessed);
}

const together = (table: Table, write: Write, accessed: Accessed): Promise<void> =>
  withEntry(table, accessed, async (also) => {
    await table.client.send(new TransactWriteCommand({ TransactItems: [write, ...also] }));
  });

/** The session of a secret, read consistently, so that one that has ended is over at once; undefined when there is none. */
export async function loadSession({ client, name }: Table, secret: string): Promise<Session | undefined> {
  const Key = sessionKey(hashOf(secret));
  const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
  return Item === undefined ? undefined : sessionItem().parse(Item);
}

/** Notes that the person was there; nothing happens to a session that ended meanwhile. */
export async function noteSeen(table: Table, secret: string, now: string): Promise<void> {
  await updateItem(table, kinds.session, {
    Key: sessionKey(hashOf(secret)),
    UpdateExpression: "SET lastSeenAt = :now",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeValues: { ":now": now },
  }).catch(nothingThere);
}

/** Ends a session; with the entry in the log where the person ends it. */
export async function removeSession(table: Table, secret: string, accessed?: Accessed): Promise<void> {
  const Key = sessionKey(hashOf(secret));
  if (accessed === undefined) await table.client.send(new DeleteCommand({ TableName: table.name, Key }));
  else await together(table, { Delete: { TableName: table.name, Key } }, accessed);
}

function nothingThere(error: unknown): { Attributes?: Record<string, unknown> } {
  if (error instanceof ConditionalCheckFailedException) return {};
  throw error;
}
