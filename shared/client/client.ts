import { effectHeader, effectIn } from "../contracts/effect.ts";
import { problemDocument } from "../contracts/problems.ts";
import type { Route, RouteAnswer } from "../contracts/route.ts";
import { type OperationId, type Routes, routes } from "../contracts/routes.ts";
import { ApiError, CallError, type Language } from "./errors.ts";
import {
  type ClientAnswer,
  type ClientRequest,
  type FileOperation,
  type FileRequest,
  type WireRequest,
  wireRequest,
} from "./request.ts";
import { type Attempt, defaultRetryPolicy, type RetryPolicy, retryAfterSeconds, retrying } from "./retry.ts";
import { signToken, type TokenClaims, tokenSource } from "./token.ts";

/** As whom a client calls: an organisation's system with its key, or a person in a session, which is undefined before it begins. */
type Credentials = TokenClaims | { session: string | undefined; now?: () => number };

export type ClientOptions = Credentials & {
  baseUrl: string;
  fetch?: typeof fetch;
  retry?: Partial<RetryPolicy>;
  /** Signs a token of its own for each command of the graver kind, so that a copy of it is worth nothing. */
  oneTimeTokens?: boolean;
  /** The language of titles and advice in problem documents. */
  language?: Language;
};

type ClientMethod<Op extends OperationId> =
  Partial<ClientRequest<Op>> extends ClientRequest<Op>
    ? (request?: ClientRequest<Op>) => Promise<ClientAnswer<Op>>
    : (request: ClientRequest<Op>) => Promise<ClientAnswer<Op>>;

type Operations = { readonly [Op in OperationId]: ClientMethod<Op> };

/** A file that an operation answered with. */
type ClientFile = { mediaType: string; bytes: Uint8Array };

/** One method for each operation of the route table, and `download` for those that answer with a file. */
export type Client = Operations & {
  readonly download: <Op extends FileOperation>(
    operation: Op,
    mediaType: Routes[Op]["files"][number],
    request: FileRequest<Op>,
  ) => Promise<ClientFile>;
};

// A lost answer leaves open whether the platform acted. For nearly all operations a repeat is harmless: the platform
// knows a referral by its source number, a step by its effect, and PUT, DELETE, ack and extend by their nature. Not so
// these: a second endpoint would be created and the first one's secret lost, a second batch leased while the first lies idle
// until its lease ends, a second code given, and one that has served found used. They are repeated only when the platform asks for it, by a Retry-After.
const repeatedOnRequestOnly: readonly OperationId[] = [
  "createWebhookEndpoint",
  "receiveMessages",
  "offerKey",
  "redeemKey",
];
const passingStatuses = [429, 502, 503, 504];

/**
 * The typed client of the API. Its methods throw `ApiError` for a problem document and `CallError` when there is no answer, or
 * none that fits the contract; failures that pass by themselves are tried again first.
 */
export function createClient(options: ClientOptions): Client {
  const connection = {
    baseUrl: options.baseUrl,
    fetch: options.fetch ?? fetch,
    now: options.now ?? Date.now,
    language: options.language ?? "en",
    ...tokensOf(options),
    retry: { ...defaultRetryPolicy, ...options.retry },
  };
  const operations = Object.fromEntries(
    Object.keys(routes)
      .filter(isOperation)
      .map((operation) => [operation, (request?: unknown) => call(connection, operation, request)]),
  );
  if (!isComplete(operations)) throw new Error("the client lacks an operation");
  return {
    ...operations,
    download: (operation, mediaType, request) => download(connection, operation, mediaType, request),
  };
}

const isOperation = (key: string): key is OperationId => key in routes;
const isComplete = (methods: object): methods is Operations =>
  Object.keys(routes).every((operation) => operation in methods);

function tokensOf(options: ClientOptions): Pick<Connection, "token" | "oneTimeToken"> {
  if ("session" in options) {
    const session = () => Promise.resolve(options.session);
    return { token: session, oneTimeToken: session };
  }
  const token = tokenSource(options);
  return { token, oneTimeToken: options.oneTimeTokens ? () => signToken({ ...options, once: true }) : token };
}

type Connection = Required<Pick<ClientOptions, "baseUrl" | "fetch" | "now" | "language">> & {
  token: () => Promise<string | undefined>;
  /** For a command of the graver kind: signed again each time. */
  oneTimeToken: () => Promise<string | undefined>;
  retry: RetryPolicy;
};
type Received = { status: number; headers: Headers; bytes: Uint8Array };

async function call<Op extends OperationId>(
  connection: Connection,
  operation: Op,
  request: unknown,
): Promise<ClientAnswer<Op>> {
  const wire = wireRequest(routes[operation], connection.baseUrl, request, connection.language);
  const received = await retrying(() => attempt(connection, operation, wire), connection.retry, wire.signal);
  return answer(operation, received, connection.now(), wire.known);
}

async function download(
  connection: Connection,
  operation: OperationId,
  mediaType: string,
  request: unknown,
): Promise<ClientFile> {
  const wire = wireRequest(routes[operation], connection.baseUrl, request, connection.language, mediaType);
  const received = await retrying(() => attempt(connection, operation, wire), connection.retry, wire.signal);
  const { status, headers, bytes } = received;
  if (status < 200 || status > 299) throw problemOf(operation, received, connection.now());
  const [given] = (headers.get("content-type") ?? "").split(";");
  if (given !== mediaType)
    throw new CallError("unexpected-answer", operation, {
      en: `the answer is ${given}, not ${mediaType}`,
      zh: `返回的是 ${given}，不是 ${mediaType}`,
    });
  return { mediaType, bytes };
}

async function attempt(
  connection: Connection,
  operation: OperationId,
  { url, method, headers, body, signal }: WireRequest,
): Promise<Attempt<Received>> {
  signal?.throwIfAborted();
  const route: Route = routes[operation];
  const token = await (route.once ? connection.oneTimeToken() : connection.token());
  const timeout = AbortSignal.timeout(connection.retry.timeoutMilliseconds);
  const onRequestOnly = repeatedOnRequestOnly.includes(operation);
  try {
    const response = await connection.fetch(url, {
      method,
      headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      redirect: "manual",
      ...(body === undefined ? {} : { body }),
    });
    const received = {
      status: response.status,
      headers: response.headers,
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
    const waitSeconds = retryAfterSeconds(response.headers.get("retry-after"), connection.now());
    const passing = passingStatuses.includes(received.status) && (!onRequestOnly || waitSeconds !== undefined);
    return passing
      ? { outcome: "again", error: problemOf(operation, received, connection.now()), retryAfterSeconds: waitSeconds }
      : { outcome: "answered", answer: received };
  } catch (cause) {
    signal?.throwIfAborted();
    const { origin } = new URL(url);
    const text = { en: `no answer from ${origin}`, zh: `${origin} 没有应答：平台未启动，或地址有误（--url）` };
    const error = new CallError("no-answer", operation, text, { cause });
    if (onRequestOnly) throw error;
    return { outcome: "again", error, retryAfterSeconds: undefined };
  }
}

function answer<Op extends OperationId>(
  operation: Op,
  received: Received,
  now: number,
  known: WireRequest["known"],
): ClientAnswer<Op> {
  const { status, headers, bytes } = received;
  // Nothing has changed: what the caller has is what it would be given.
  const isKnown = status === 304 && known !== undefined;
  if (!isKnown && (status < 200 || status > 299)) throw problemOf(operation, received, now);
  const given = bytes.length === 0 ? undefined : readJson(bytes);
  const [body, as] = isKnown ? [known.body, 200] : [given, status];
  if (!fits(operation, as, body)) {
    const faults = misfits(operation, as, body).join("; ");
    throw new CallError("unexpected-answer", operation, {
      en: `the answer ${status} does not fit ${operation}: ${faults}`,
      zh: `返回 ${status} 不符合 ${operation} 的约定：${faults}`,
    });
  }
  const etag = headers.get("etag") ?? (isKnown ? known.etag : undefined);
  const effect = effectIn(headers.get(effectHeader));
  const location = headers.get("location") ?? undefined;
  return {
    status,
    body,
    etag,
    effect,
    location,
    retryAfterSeconds: retryAfterSeconds(headers.get("retry-after"), now),
  };
}

/** Whether the body is what the operation promises. */
const fits = <Op extends OperationId>(operation: Op, status: number, body: unknown): body is RouteAnswer<Routes[Op]> =>
  misfits(operation, status, body).length === 0;

/** Where the body breaks the contract. Fields that a newer platform adds are no fault. */
function misfits(operation: OperationId, status: number, body: unknown): string[] {
  const route: Route = routes[operation];
  if (!(status in route.responses)) return ["it has no such answer"];
  const schema = route.responses[status];
  if (schema === undefined) return body === undefined ? [] : ["it answers with no body"];
  const issues = schema().safeParse(body).error?.issues ?? [];
  const faults = issues.filter((issue) => issue.code !== "unrecognized_keys");
  return faults.map(({ path, message }) => `${path.map(String).join(".")} ${message}`);
}

function problemOf(operation: string, { status, headers, bytes }: Received, now: number): Error {
  const problem = problemDocument().safeParse(readJson(bytes));
  return problem.success
    ? new ApiError(problem.data, retryAfterSeconds(headers.get("retry-after"), now))
    : new CallError("unexpected-answer", operation, {
        en: `the answer ${status} is no problem document`,
        zh: `返回 ${status}，且没有错误说明`,
      });
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
