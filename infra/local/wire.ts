import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import { isRecord } from "./intrinsics.ts";

/** An answer of one of the AWS services, before it goes out. */
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

export const jsonHeaders = { "content-type": "application/x-amz-json-1.0" };

/** An answer of a service that speaks JSON. */
export function json(status: number, body: unknown): Answer {
  return { status, headers: jsonHeaders, body: Buffer.from(JSON.stringify(body)) };
}

/** An error answer with its code. */
export function errorAnswer(status: number, code: string, message: string): Answer {
  return json(status, { __type: `com.amazon.coral.service#${code}`, message, Message: message });
}

/** The JSON object in the bytes; empty for anything else. */
export function parseBody(raw: Buffer): Record<string, unknown> {
  const body: unknown = raw.length === 0 ? {} : JSON.parse(raw.toString());
  return isRecord(body) ? body : {};
}

/** Sends the answer to the caller. */
export function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const { connection: _connection, "transfer-encoding": _encoding, ...kept } = headers;
  // The checksum of an answer that may have been changed on the way is no use.
  delete kept["x-amz-crc32"];
  outgoing.writeHead(status, { ...kept, "content-length": body.length }).end(body);
}

/** Posts the body to an engine; rejects when the engine cannot be reached. */
export function forward(url: string, headers: IncomingHttpHeaders, body: Buffer, agent: Agent): Promise<Answer> {
  const { connection: _connection, "transfer-encoding": _encoding, expect: _expect, ...kept } = headers;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: "POST", agent, headers: { ...kept, "content-length": body.length } },
      (incoming) => {
        readBody(incoming).then(
          (answer) => resolve({ status: incoming.statusCode ?? 500, headers: incoming.headers, body: answer }),
          reject,
        );
      },
    );
    outgoing.on("error", reject).end(body);
  });
}

/** The whole body of a request or answer. */
export async function readBody(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
