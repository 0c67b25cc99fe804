import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { HonoRequest } from "hono";
import * as z from "zod";
import { given } from "../../shared/domain/given.ts";
import { once } from "../../shared/domain/once.ts";
import { cursorKey } from "../../shared/dynamo/cursor-key-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import type { Answer } from "./call.ts";

const algorithm = "aes-256-gcm";
const [ivBytes, authTagLength] = [12, 16];

/** What a cursor belongs to: the organisation that asks, the address, and what the list was narrowed to. */
function listOf({ organisationId }: Caller, request: HonoRequest): Buffer {
  const { cursor: _cursor, limit: _limit, ...filters } = request.query();
  const narrowed = Object.entries(filters).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const method = request.method === "HEAD" ? "GET" : request.method;
  return Buffer.from(JSON.stringify([organisationId, method, request.path, narrowed]));
}

/** A cursor for the caller alone, for this list alone, in which nothing can be read. */
async function seal(table: Table, list: Buffer, cursor: string): Promise<string> {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, await cursorKey(table), iv, { authTagLength }).setAAD(list);
  const sealed = Buffer.concat([cipher.update(Buffer.from(cursor, "base64url")), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** The place inside a cursor as this platform gave it. Throws `invalid-cursor`. */
async function open(table: Table, list: Buffer, cursor: string): Promise<string> {
  const bytes = Buffer.from(cursor, "base64url");
  const [iv, tag] = [bytes.subarray(0, ivBytes), bytes.subarray(ivBytes, ivBytes + authTagLength)];
  // Letters that base64url does not have are passed over when it is read; a cursor is one text and no other.
  if (tag.length < authTagLength || bytes.toString("base64url") !== cursor) throw new Problem("invalid-cursor");
  const decipher = createDecipheriv(algorithm, await cursorKey(table), iv, { authTagLength });
  decipher.setAAD(list).setAuthTag(tag);
  const opened = decipher.update(bytes.subarray(ivBytes + authTagLength));
  try {
    return Buffer.concat([opened, decipher.final()]).toString("base64url");
  } catch (cause) {
    throw new Problem("invalid-cursor", {}, { cause });
  }
}

const withCursor = once(() => z.looseObject({ cursor: z.string() }));

/** The query with its cursor opened, for the list that is asked for. Throws `invalid-cursor`. */
export async function withOpenCursor<Query>(
  table: Table,
  caller: Caller,
  request: HonoRequest,
  query: Query,
): Promise<Query> {
  const asked = withCursor().safeParse(query);
  if (!asked.success) return query;
  return { ...query, cursor: await open(table, listOf(caller, request), asked.data.cursor) };
}

/** The answer with its cursor sealed, for the list that was asked for. */
export async function withSealedCursor(
  table: Table,
  caller: Caller,
  request: HonoRequest,
  answer: Answer<unknown>,
): Promise<Answer<unknown>> {
  const found = withCursor().safeParse(answer.body);
  if (!found.success) return answer;
  const cursor = await seal(table, listOf(caller, request), found.data.cursor);
  return { status: answer.status, body: { ...found.data, cursor }, ...given("headers", answer.headers) };
}
