import { Agent, createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Rights } from "./access.ts";
import { accessOf } from "./access-of.ts";
import {
  needsOf,
  type PostedService,
  parseForm,
  parseTarget,
  queueNameOf,
  type Realm,
  type Service,
} from "./aws-calls.ts";
import { messageOf } from "./failure.ts";
import { listenOnLoopback } from "./http.ts";
import type { Need } from "./iam.ts";
import type { KeyService } from "./key-service.ts";
import { lentCredentials, queryError } from "./lent-credentials.ts";
import { countUnits, type Meter } from "./meter.ts";
import { type CorsRule, corsHeaders, preflightAnswer } from "./object-cors.ts";
import { type Keeping, plainKeeping } from "./object-keeping.ts";
import { bucketOf, type ObjectRequest, objectError, parseObjectRequest, signatureFault } from "./object-requests.ts";
import { retentionIn, serveObject } from "./object-service.ts";
import type { PastState } from "./past-state.ts";
import type { ObjectStore, QueueEngine } from "./queue-engine.ts";
import { joined, onePartitionEach } from "./select-statement.ts";
import { type Answer, errorAnswer, forward, json, jsonHeaders, parseBody, readBody, send } from "./wire.ts";

/** One call of a function to AWS, as a fault hook sees it. */
type AwsCall = { functionName: string; service: Service; operation: string; body: Record<string, unknown> };

/**
 * What to do with a call: let it pass, answer in the service's stead, lose the answer, wait so many milliseconds, or
 * answer an eventually consistent read from the state that was remembered.
 */
type Fault = "pass" | "drop-response" | "stale-read" | { status: number; body: unknown } | number;
/** All but S3, whose requests are told by method and path. */
type PostedCall = {
  functionName: string;
  service: PostedService;
  operation: string;
  body: Record<string, unknown>;
};
export type FaultHook = (call: AwsCall) => Fault | Promise<Fault>;

export type Gateway = { url: string; port: number; setFault(hook: FaultHook | undefined): void; stop(): Promise<void> };

export type GatewayOptions = {
  realm: Omit<Realm, "keyArn">;
  keys: KeyService;
  meter: Meter;
  engines: { dynamodb: string; sqs: Pick<QueueEngine, "ask"> };
  /** Answers stale reads; without it no read is stale. */
  past?: Pick<PastState, "read" | "answer">;
  /**
   * What S3 keeps, and whom a bucket lets in from other origins; without it S3 is not served.
   */
  s3?: {
    objects: ObjectStore;
    corsRules?(bucket: string): readonly CorsRule[];
    /** What a bucket makes of what lies in it; it keeps all for ever unless told. */
    keepingOf?(bucket: string): Keeping | undefined;
  };
  /** What the function with this access key id may do, or undefined for a stranger. */
  rightsOf(accessKeyId: string): Rights | undefined;
  /** What the role may do that the function takes on, narrowed by a policy in JSON; undefined where there is no such role. */
  rightsOfRole?(roleArn: string, policy: string | undefined): Rights | undefined;
  /** The time by the functions' clocks, in milliseconds; the machine's unless said. */
  now?(): number;
  /** Used when it is free. */
  preferredPort?: number;
};

/** A call that is understood, with the words in which its service denies it and what does it. */
type Received = {
  call: AwsCall;
  rights: Rights;
  deny(message: string): Answer;
  serve(isStale: boolean): Answer | Promise<Answer>;
};

/**
 * Serves DynamoDB, SQS, KMS, S3 and the lending of roles by STS at one loopback address, to the functions and to those to whom they
 * lend: tells the caller by the access key of its signature, refuses what the template's policies do not grant, meters, and passes the rest on to the engines.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { realm, keys, meter, engines, rightsOf, past, s3, now = Date.now } = options;
  const agent = new Agent({ keepAlive: true });
  const lent = lentCredentials({ accountId: realm.accountId, now, rightsOfRole: options.rightsOfRole });
  let fault: FaultHook | undefined;
  let queueBase = "";

  const answerCall = async (
    call: PostedCall,
    headers: IncomingHttpHeaders,
    raw: Buffer,
    isStale: boolean,
  ): Promise<Answer> => {
    const { service, operation, body } = call;
    const figures = count(call);
    if (service === "sqs") figures.sqsCalls++;
    if (service === "kms") figures.kmsCalls++;
    switch (service) {
      case "kms": {
        const { status, body: result } = keys.handle(operation, body);
        return json(status, result);
      }
      case "sqs": {
        const answer = await engines.sqs.ask(headers, raw);
        return withQueueUrls({ ...answer, headers: jsonHeaders }, `${queueBase}/${realm.accountId}`);
      }
      case "dynamodb": {
        const asked = body["ReturnConsumedCapacity"] ?? "NONE";
        const older = isStale ? past?.read(operation, body) : undefined;
        const ask = (part: Buffer) => forward(engines.dynamodb, headers, part, agent);
        if (!metered.has(operation)) return ask(raw);
        const parts = onePartitionEach({ ...(older ?? body), ReturnConsumedCapacity: "INDEXES" });
        const answers = await Promise.all(parts.map((part) => ask(Buffer.from(JSON.stringify(part)))));
        const refused = answers.find(({ status }) => status !== 200);
        if (refused) return refused;
        const { ConsumedCapacity, ...found } = joined(answers.map(({ body: part }) => parseBody(part)));
        countUnits(figures, operation, ConsumedCapacity);
        const result = older && past ? past.answer(found) : found;
        return json(200, asked === "NONE" ? result : { ...result, ConsumedCapacity });
      }
    }
  };

  const count = ({ functionName, service, operation, body }: AwsCall) => {
    const figures = meter.of(functionName);
    const call = `${service}:${operation}`;
    const access = `${call} ${accessOf(body)}`.trimEnd();
    figures.calls[call] = (figures.calls[call] ?? 0) + 1;
    figures.accesses[access] = (figures.accesses[access] ?? 0) + 1;
    return figures;
  };

  const readForm = (functionName: string, form: { operation: string; body: Record<string, unknown> }) => {
    const rights = rightsOf(functionName);
    if (!rights) return queryError(403, "InvalidClientTokenId", `No function ${functionName}`);
    const call: AwsCall = { functionName, service: "sts", ...form };
    return {
      call,
      rights,
      deny: (message: string) => queryError(403, "AccessDenied", message),
      serve() {
        count(call);
        return lent.assumeRole(form);
      },
    };
  };

  const readPosted = (incoming: IncomingMessage, raw: Buffer): Received | Answer => {
    const accessKeyId = /Credential=([^/]+)\//.exec(incoming.headers.authorization ?? "")?.[1] ?? "";
    const form = parseForm(incoming.headers["content-type"], raw);
    if (form) return readForm(accessKeyId, form);
    const borrower = lent.callerOf(accessKeyId, incoming, raw);
    if (borrower && "status" in borrower) return borrower;
    const functionName = borrower?.name ?? accessKeyId;
    const rights = borrower?.rights ?? rightsOf(functionName);
    if (!rights) return errorAnswer(403, "UnrecognizedClientException", `No function ${functionName}`);
    const target = String(incoming.headers["x-amz-target"] ?? "");
    const parsed = parseTarget(target);
    if (!parsed) return errorAnswer(400, "UnknownOperationException", `Not served locally: ${target}`);
    const call = { functionName, ...parsed, body: parseBody(raw) };
    const denialStatus = call.service === "sqs" ? 403 : 400;
    return {
      call,
      rights,
      deny: (message) => errorAnswer(denialStatus, "AccessDeniedException", message),
      serve: (isStale) => answerCall(call, incoming.headers, raw, isStale),
    };
  };

  const readObject = (request: ObjectRequest, raw: Buffer): Received | Answer => {
    const { accessKeyId: functionName, operation, bucket, key } = request;
    const rights = rightsOf(functionName);
    if (!rights || !s3) return objectError(403, "InvalidAccessKeyId");
    const fault = signatureFault(request, now());
    if (fault !== undefined) return objectError(403, fault);
    const { mode: Mode } = operation === "PutObjectRetention" ? (retentionIn(raw) ?? {}) : {};
    const Prefix = request.url.searchParams.get("prefix") ?? "";
    const body = { Bucket: bucket, Key: key, IfNoneMatch: request.headers["if-none-match"], Mode, Prefix };
    const call: AwsCall = { functionName, service: "s3", operation, body };
    return {
      call,
      rights,
      deny: () => objectError(403, "AccessDenied"),
      serve() {
        count(call);
        const keeping = s3.keepingOf?.(bucket) ?? plainKeeping;
        const may = (need: Need) => rights([need]) === undefined;
        return serveObject(request, raw, s3.objects, { may, keeping, now: now() });
      },
    };
  };

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const raw = await readBody(incoming);
    const { method = "", headers } = incoming;
    const rules = s3?.corsRules?.(bucketOf(incoming)) ?? [];
    if (method === "OPTIONS") return send(outgoing, preflightAnswer(rules, headers));
    const object = parseObjectRequest(incoming);
    const reply = (answer: Answer) =>
      send(outgoing, { ...answer, headers: { ...answer.headers, ...corsHeaders(rules, method, headers) } });
    const received = object ? readObject(object, raw) : readPosted(incoming, raw);
    if ("status" in received) return reply(received);
    const { call, rights, deny, serve } = received;
    const needs = needsOf(call.service, call.operation, call.body, { ...realm, keyArn: keys.keyArn });
    const missing = rights(needs.map((need) => ({ ...need, context: { ...need.context, ...transportOf(incoming) } })));
    if (missing) {
      const { functionName } = call;
      meter.of(functionName).denied++;
      const message = `User: ${functionName} is not authorized to perform: ${missing.action} on resource: ${missing.resource}`;
      return reply(deny(message));
    }
    const decision = (await fault?.(call)) ?? "pass";
    if (typeof decision === "object") return reply(json(decision.status, decision.body));
    if (typeof decision === "number") await sleep(decision);
    const answer = await serve(decision === "stale-read");
    if (decision === "drop-response") incoming.socket.destroy();
    else reply(answer);
  };

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error: unknown) => {
      if (!outgoing.headersSent) send(outgoing, errorAnswer(500, "InternalServerError", messageOf(error)));
    });
  });
  server.keepAliveTimeout = 60_000;
  const port = await listenOnLoopback(server, options.preferredPort ?? 0).catch(() => listenOnLoopback(server, 0));
  queueBase = `http://127.0.0.1:${port}`;
  return {
    url: queueBase,
    port,
    setFault(hook) {
      fault = hook;
    },
    async stop() {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The gateway stands for the encrypted way to AWS; an `x-forwarded-proto` of http tells of a call that came in the clear. */
function transportOf({ headers }: IncomingMessage): Record<string, string[]> {
  return headers["x-forwarded-proto"] === "http" ? { "aws:SecureTransport": ["false"] } : {};
}

const metered = new Set([
  ...["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "ExecuteStatement"],
  ...["BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems"],
]);

/** Queue URLs always name this gateway: the SDK sends each call to the host of the queue's URL. */
function withQueueUrls(answer: Answer, base: string): Answer {
  if (answer.status !== 200 || !answer.body.includes('"QueueUrl')) return answer;
  const { QueueUrl, QueueUrls, ...rest } = parseBody(answer.body);
  const here = (url: unknown) => `${base}/${queueNameOf(String(url))}`;
  return json(200, {
    ...rest,
    ...(QueueUrl !== undefined && { QueueUrl: here(QueueUrl) }),
    ...(Array.isArray(QueueUrls) && { QueueUrls: QueueUrls.map(here) }),
  });
}
