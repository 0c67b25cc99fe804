import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { needsOf, type PostedService, parseTarget, queueNameOf, type Realm, type Service } from "./aws-calls.ts";
import { messageOf } from "./failure.ts";
import { listenOnLoopback } from "./http.ts";
import { isAllowed, type Statement } from "./iam.ts";
import { isRecord } from "./intrinsics.ts";
import type { KeyService } from "./key-service.ts";
import { countUnits, type Meter } from "./meter.ts";
import {
  type ObjectRequest,
  objectRefusal,
  parseObjectRequest,
  serveObject,
  signatureFault,
} from "./object-requests.ts";
import type { ObjectStore, QueueEngine } from "./queue-engine.ts";

/** One call of a function to AWS, as a fault hook sees it. */
type AwsCall = { functionName: string; service: Service; operation: string; body: Record<string, unknown> };

/** What to do with a call: let it pass, answer in the service's stead, lose the answer, or wait so many milliseconds. */
type Fault = "pass" | "drop-response" | { status: number; body: unknown } | number;
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
  /** What S3 keeps, and the time by the functions' clocks in milliseconds; without them S3 is not served. */
  s3?: { objects: ObjectStore; now(): number };
  /** The statements of the function whose access key id this is, or undefined for a stranger. */
  policyOf(accessKeyId: string): readonly Statement[] | undefined;
  /** Used when it is free. */
  preferredPort?: number;
};

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** A call that is understood, with the words in which its service denies it and what does it. */
type Received = {
  call: AwsCall;
  statements: readonly Statement[];
  deny(message: string): Answer;
  serve(): Answer | Promise<Answer>;
};

/**
 * Serves DynamoDB, SQS, KMS and S3 to the functions at one loopback address: tells the caller by the access key of its
 * signature, refuses what its policy does not grant, meters, and passes the rest on to the engines.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { realm, keys, meter, engines, policyOf, s3 } = options;
  const agent = new Agent({ keepAlive: true });
  let fault: FaultHook | undefined;
  let queueBase = "";

  const answerCall = async (call: PostedCall, headers: IncomingHttpHeaders, raw: Buffer): Promise<Answer> => {
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
        const measured = Buffer.from(JSON.stringify({ ...body, ReturnConsumedCapacity: "INDEXES" }));
        const answer = await forward(engines.dynamodb, headers, metered.has(operation) ? measured : raw, agent);
        if (answer.status !== 200 || !metered.has(operation)) return answer;
        const { ConsumedCapacity, ...result } = parseBody(answer.body);
        countUnits(figures, operation, ConsumedCapacity);
        return json(200, asked === "NONE" ? result : { ...result, ConsumedCapacity });
      }
    }
  };

  const count = ({ functionName, service, operation }: AwsCall) => {
    const figures = meter.of(functionName);
    figures.calls[`${service}:${operation}`] = (figures.calls[`${service}:${operation}`] ?? 0) + 1;
    return figures;
  };

  const readPosted = (incoming: IncomingMessage, raw: Buffer): Received | Answer => {
    const functionName = /Credential=([^/]+)\//.exec(incoming.headers.authorization ?? "")?.[1] ?? "";
    const statements = policyOf(functionName);
    if (!statements) return refusal(403, "UnrecognizedClientException", `No function ${functionName}`);
    const target = String(incoming.headers["x-amz-target"] ?? "");
    const parsed = parseTarget(target);
    if (!parsed) return refusal(400, "UnknownOperationException", `Not served locally: ${target}`);
    const call = { functionName, ...parsed, body: parseBody(raw) };
    const denialStatus = call.service === "sqs" ? 403 : 400;
    return {
      call,
      statements,
      deny: (message) => refusal(denialStatus, "AccessDeniedException", message),
      serve: () => answerCall(call, incoming.headers, raw),
    };
  };

  const readObject = (request: ObjectRequest, raw: Buffer): Received | Answer => {
    const { accessKeyId: functionName, operation, bucket, key } = request;
    const statements = policyOf(functionName);
    if (!statements || !s3) return objectRefusal(403, "InvalidAccessKeyId");
    const fault = signatureFault(request, s3.now());
    if (fault !== undefined) return objectRefusal(403, fault);
    const call: AwsCall = { functionName, service: "s3", operation, body: { Bucket: bucket, Key: key } };
    return {
      call,
      statements,
      deny: () => objectRefusal(403, "AccessDenied"),
      serve() {
        count(call);
        return serveObject(request, raw, s3.objects, (need) => isAllowed(statements, need));
      },
    };
  };

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const raw = await readBody(incoming);
    const object = parseObjectRequest(incoming);
    const received = object ? readObject(object, raw) : readPosted(incoming, raw);
    if ("status" in received) return send(outgoing, received);
    const { call, statements, deny, serve } = received;
    const needs = needsOf(call.service, call.operation, call.body, { ...realm, keyArn: keys.keyArn });
    const missing = needs.find((need) => !isAllowed(statements, need));
    if (missing) {
      const { functionName } = call;
      meter.of(functionName).denied++;
      const message = `User: ${functionName} is not authorized to perform: ${missing.action} on resource: ${missing.resource}`;
      return send(outgoing, deny(message));
    }
    const decision = (await fault?.(call)) ?? "pass";
    if (typeof decision === "object") return send(outgoing, json(decision.status, decision.body));
    if (typeof decision === "number") await sleep(decision);
    const answer = await serve();
    if (decision === "drop-response") incoming.socket.destroy();
    else send(outgoing, answer);
  };

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error: unknown) => {
      if (!outgoing.headersSent) send(outgoing, refusal(500, "InternalServerError", messageOf(error)));
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

const metered = new Set([
  ...["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"],
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

const jsonHeaders = { "content-type": "application/x-amz-json-1.0" };

function json(status: number, body: unknown): Answer {
  return { status, headers: jsonHeaders, body: Buffer.from(JSON.stringify(body)) };
}

function refusal(status: number, code: string, message: string): Answer {
  return json(status, { __type: `com.amazon.coral.service#${code}`, message, Message: message });
}

function parseBody(raw: Buffer): Record<string, unknown> {
  const body: unknown = raw.length === 0 ? {} : JSON.parse(raw.toString());
  return isRecord(body) ? body : {};
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const { connection: _connection, "transfer-encoding": _encoding, ...kept } = headers;
  // The checksum of an answer that may have been changed on the way is no use.
  delete kept["x-amz-crc32"];
  outgoing.writeHead(status, { ...kept, "content-length": body.length }).end(body);
}

function forward(url: string, headers: IncomingHttpHeaders, body: Buffer, agent: Agent): Promise<Answer> {
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

async function readBody(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
