import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { Rights } from "./access.ts";
import { matchRoute, type RestApi, type Route } from "./api-routes.ts";
import { type Outcome, responseTooLarge } from "./function-pool.ts";
import { listenOnLoopback } from "./http.ts";
import { jsonBytes, maximumEventBytes } from "./payload.ts";

export type ApiServer = { port: number; stop(): Promise<void> };

/** What the API calls, with the account it lives in and the time by the functions' clocks in milliseconds. */
export type Backend = {
  region: string;
  accountId: string;
  now(): number;
  api(): RestApi;
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  /** What API Gateway may do for the method with this ARN. */
  rightsOfMethod(arn: string): Rights;
};

const maximumBodyBytes = 10 * 1024 * 1024;
const integrationTimeoutMs = 29_000;

const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const resultSchema = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), headerValue).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(headerValue)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** Serves the REST API (proxy integrations, payload format 1.0) on loopback; the stage is not part of the path. */
export async function startApi(port: number, backend: Backend): Promise<ApiServer> {
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing, backend).catch(() => {
      if (!outgoing.headersSent) refuse(outgoing, backend.api(), "DEFAULT_5XX", 500, "Internal server error");
    });
  });
  server.keepAliveTimeout = 60_000;
  const listening = await listenOnLoopback(server, port);
  return {
    port: listening,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await Promise.race([closed, sleep(10_000, undefined, { ref: false })]);
      server.closeAllConnections();
    },
  };
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, backend: Backend) {
  const api = backend.api();
  const body = await readLimited(incoming);
  if (body === undefined) return refuse(outgoing, api, "REQUEST_TOO_LARGE", 413, "Request Too Long");
  const [path = "/", query = ""] = splitOnce(incoming.url ?? "/", "?");
  const match = matchRoute(api.routes, incoming.method ?? "GET", path);
  if (!match) return refuse(outgoing, api, "MISSING_AUTHENTICATION_TOKEN", 403, "Missing Authentication Token");
  const { route } = match;
  const resource = route.target.arn;
  const rights = backend.rightsOfMethod(methodArn(api, incoming.method ?? "GET", route, backend));
  if (rights([{ action: "lambda:InvokeFunction", resource }])) {
    return refuse(outgoing, api, "API_CONFIGURATION_ERROR", 500, "Internal server error");
  }
  const event = proxyEvent(incoming, { path, query, body, ...match }, api, backend);
  if (jsonBytes(event) > maximumEventBytes) return refuse(outgoing, api, "REQUEST_TOO_LARGE", 413, "Request Too Long");
  const timeout = Symbol("timeout");
  const timer = Promise.withResolvers<typeof timeout>();
  const pending = setTimeout(() => timer.resolve(timeout), integrationTimeoutMs);
  const outcome = await Promise.race([backend.invoke(route.target.name, event), timer.promise]);
  clearTimeout(pending);
  if (outcome === timeout) return refuse(outgoing, api, "INTEGRATION_TIMEOUT", 504, "Endpoint request timed out");
  if ("error" in outcome && outcome.error.errorType === responseTooLarge) {
    return refuse(outgoing, api, "INTEGRATION_FAILURE", 502, "Internal server error");
  }
  const result = resultSchema.safeParse("payload" in outcome ? outcome.payload : undefined);
  if (!result.success) return refuse(outgoing, api, "DEFAULT_5XX", 502, "Internal server error");
  respond(incoming, outgoing, result.data, api);
}

function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { statusCode, headers, multiValueHeaders, body, isBase64Encoded }: z.infer<typeof resultSchema>,
  api: RestApi,
): void {
  for (const [name, value] of Object.entries(headers ?? {})) outgoing.setHeader(name, value);
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) outgoing.setHeader(name, values);
  if (!outgoing.hasHeader("content-type")) outgoing.setHeader("content-type", "application/json");
  // API Gateway decodes only what the caller accepts as one of the API's binary types; else the text goes out as it is.
  const accepted = (incoming.headers.accept ?? "*/*").split(",")[0] ?? "";
  const isBinary = isBase64Encoded && isBinaryType(accepted.split(";")[0]?.trim() ?? "", api);
  const bytes = Buffer.from(body ?? "", isBinary ? "base64" : "utf8");
  const hasBody = statusCode !== 204 && statusCode !== 304;
  // How long the body of an answer to HEAD would be, only the function could tell.
  if (hasBody && incoming.method !== "HEAD") outgoing.setHeader("content-length", bytes.length);
  outgoing.writeHead(statusCode);
  outgoing.end(hasBody && incoming.method !== "HEAD" ? bytes : undefined);
}

/** The event that API Gateway would hand to the function. */
function proxyEvent(
  incoming: IncomingMessage,
  call: { path: string; query: string; body: Buffer; route: Route; pathParameters: Record<string, string> | null },
  api: RestApi,
  { accountId, now }: Backend,
): Record<string, unknown> {
  const sourceIp = incoming.socket.remoteAddress ?? "127.0.0.1";
  const headers = collect(pairs(incoming.rawHeaders));
  const forwarded = {
    "X-Forwarded-For": [sourceIp],
    "X-Forwarded-Proto": ["http"],
    "X-Forwarded-Port": [portOf(incoming)],
  };
  const multiValueHeaders = { ...headers, ...forwarded };
  const multiValueQuery = collect([...new URLSearchParams(call.query)]);
  const hasQuery = Object.keys(multiValueQuery).length > 0;
  const isBase64Encoded = call.body.length > 0 && isBinaryType(incoming.headers["content-type"] ?? "", api);
  const time = new Date(now());
  return {
    resource: call.route.resource,
    path: call.path,
    httpMethod: incoming.method,
    headers: lastValues(multiValueHeaders),
    multiValueHeaders,
    queryStringParameters: hasQuery ? lastValues(multiValueQuery) : null,
    multiValueQueryStringParameters: hasQuery ? multiValueQuery : null,
    pathParameters: call.pathParameters,
    stageVariables: null,
    requestContext: {
      accountId,
      apiId: api.id,
      resourceId: call.route.resource,
      resourcePath: call.route.resource,
      stage: api.stage,
      requestId: randomUUID(),
      extendedRequestId: randomUUID(),
      httpMethod: incoming.method,
      path: `/${api.stage}${call.path}`,
      protocol: `HTTP/${incoming.httpVersion}`,
      domainName: incoming.headers.host ?? "",
      domainPrefix: api.id,
      requestTime: time.toISOString(),
      requestTimeEpoch: time.getTime(),
      identity: { sourceIp, userAgent: incoming.headers["user-agent"] ?? null },
    },
    body: call.body.length > 0 ? call.body.toString(isBase64Encoded ? "base64" : "utf8") : null,
    isBase64Encoded,
  };
}

/** As the permissions of the functions name it. */
function methodArn(api: RestApi, method: string, route: Route, { region, accountId }: Backend): string {
  return `arn:aws:execute-api:${region}:${accountId}:${api.id}/${api.stage}/${method}${route.resource}`;
}

function isBinaryType(type: string, { binaryMediaTypes }: RestApi): boolean {
  const plain = type.split(";")[0]?.trim().toLowerCase();
  return binaryMediaTypes.some((binary) => binary === "*/*" || binary.toLowerCase() === plain);
}

function refuse(outgoing: ServerResponse, api: RestApi, type: string, defaultStatus: number, message: string): void {
  const custom = api.responses.get(type) ?? api.responses.get(defaultStatus < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
  const text = custom?.template ?? JSON.stringify({ message });
  // The rest of a body that was too long is not read.
  const headers = { "content-type": "application/json", connection: "close", ...custom?.headers };
  outgoing.writeHead(custom?.status ?? defaultStatus, headers).end(text);
}

async function readLimited(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    length += chunk.length;
    // Read on, so that the caller gets the answer instead of a broken connection.
    if (length <= maximumBodyBytes) chunks.push(chunk);
  }
  return length > maximumBodyBytes ? undefined : Buffer.concat(chunks);
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, position) => (position % 2 === 0 ? [[name, flat[position + 1] ?? ""]] : []));
}

function collect(entries: readonly (readonly [string, string])[]): Record<string, string[]> {
  const collected = new Map<string, string[]>();
  for (const [name, value] of entries) collected.set(name, [...(collected.get(name) ?? []), value]);
  return Object.fromEntries(collected);
}

function lastValues(values: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) ?? ""]));
}

function splitOnce(text: string, separator: string): [string, string] {
  const position = text.indexOf(separator);
  return position < 0 ? [text, ""] : [text.slice(0, position), text.slice(position + 1)];
}

function portOf({ socket }: IncomingMessage): string {
  return String(socket.localPort ?? "");
}
