import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { inWords } from "../../shared/contracts/field-texts.ts";
import { problems, problemType } from "../../shared/contracts/problems.ts";
import { CommandError } from "../../shared/domain/command-error.ts";
import { given } from "../../shared/domain/given.ts";
import { BrokenRecord } from "../../shared/dynamo/broken-record.ts";
import { cancelled } from "../../shared/dynamo/table.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { logLine } from "../../shared/runtime/log.ts";
import { Problem, problemFrom } from "../../shared/runtime/problem.ts";
import { countRequest } from "../../shared/runtime/quotas.ts";
import { authenticate, type Registry } from "./authenticate.ts";
import { languageOf } from "./body.ts";
import { isKnown, tagOf, versionSeen } from "./entity-tags.ts";
import type { Operation } from "./operation.ts";

type Environment = {
  Variables: {
    operation: string;
    target: string | undefined;
    caller: Caller;
    counted: Readonly<Record<string, string>>;
  };
  Bindings: { requestContext?: { requestId?: string } };
};
type Here = Context<Environment>;

/** Serves operations by the addresses of their routes; every error is an RFC 9457 problem. */
export function createService<On extends Registry>(
  platform: On,
  operations: Readonly<Record<string, Operation<On>>>,
): Hono<Environment> {
  const app = new Hono<Environment>();
  app.onError((error, context) => problemResponse(error, context));
  app.notFound((context) => problemResponse(new Problem("unknown-route"), context));
  app.use(async (context, next) => {
    const startedAt = performance.now();
    await next();
    if (isToldAlready(context)) {
      const answer = unchanged(context.res);
      // Of an answer that is put in its place, the headers would stay.
      context.res = undefined;
      context.res = answer;
    }
    for (const [name, value] of Object.entries(context.get("counted") ?? {})) context.res.headers.append(name, value);
    const { status } = context.res;
    const caller: Caller | undefined = context.get("caller");
    logLine({
      unit: "request",
      outcome: status < 400 ? "ok" : status < 500 ? "refused" : "failed",
      operation: context.get("operation") ?? `${context.req.method} unknown`,
      status,
      milliseconds: Math.round(performance.now() - startedAt),
      requestId: requestIdOf(context),
      ...(caller === undefined ? {} : { organisationId: caller.organisationId }),
      ...(caller?.officer === undefined ? {} : { officer: caller.officer }),
      ...given("target", context.get("target")),
    });
  });

  for (const [operationId, operation] of Object.entries(operations)) {
    app.on(operation.route.method, honoPath(operation.route.path), async (context) => {
      context.set("operation", operationId);
      const { status, body, headers, file } = await answerTo(operation, platform, context);
      context.set("target", targetOf(context.req.param()));
      const bytes = file ?? (body === undefined ? null : JSON.stringify(body));
      const { method, tagged } = operation.route;
      const isTaggedHere = method === "GET" && !tagged && bytes !== null;
      return new Response(bytes, {
        status,
        headers: {
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          "Cache-Control": "no-store",
          ...headers,
          ...(isTaggedHere && { ETag: tagOf(bytes, headers?.["ETag"]) }),
        },
      });
    });
  }
  for (const [path, methods] of methodsByPath(operations)) {
    const Allow = methods.join(", ");
    app.all(honoPath(path), () => {
      throw new Problem("wrong-method", { headers: { Allow } });
    });
  }
  return app;
}

async function answerTo<On extends Registry>(operation: Operation<On>, platform: On, context: Here) {
  if (operation.open) return operation.serve(platform, context.req);
  const authorization = context.req.header("authorization");
  const named = {
    ...{ caseId: context.req.param("caseId"), documentId: context.req.param("documentId") },
    version: versionSeen(context.req.header("if-match")),
  };
  const { caller, table } = await authenticate(platform, authorization, named);
  context.set("caller", caller);
  // Only now is it known whose calls these are: nobody else can use them up.
  context.set("counted", await countRequest(platform.quotas, caller, platform.now()));
  await platform.warnOfKey?.(caller);
  return operation.serve({ ...platform, table }, caller, context.req);
}

/** Whether the caller has this very answer, and so need not be sent it (RFC 9110, 13.1.2). */
function isToldAlready({ req, res }: Here): boolean {
  const etag = res.headers.get("etag");
  const isRead = req.method === "GET" || req.method === "HEAD";
  return isRead && res.status === 200 && etag !== null && isKnown(req.header("if-none-match"), etag);
}

const id = /^[\w.-]{1,100}$/;

/** What an answered call was about: the ids in its address, which its route has looked at; of anything that looks like no id its name alone. */
const targetOf = (params: Record<string, string>): string | undefined =>
  Object.entries(params)
    .map(([name, value]) => (id.test(value) ? `${name}=${value}` : name))
    .join(" ") || undefined;

const staying: readonly string[] = ["etag", "cache-control", "content-location", "vary", "content-security-policy"];

/** The same answer without its body, and without what told of the body (RFC 9110, 15.4.5). */
function unchanged(whole: Response): Response {
  return new Response(null, { status: 304, headers: [...whole.headers].filter(([name]) => staying.includes(name)) });
}

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1");

function methodsByPath<On>(operations: Readonly<Record<string, Operation<On>>>): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { method, path } of Object.values(operations).map(({ route }) => route))
    methods.set(path, [...(methods.get(path) ?? []), method, ...(method === "GET" ? ["HEAD"] : [])]);
  return methods;
}

/** API Gateway's own id of the request, which its access log names too. */
const requestIdOf = (context: Here): string => context.env?.requestContext?.requestId ?? "";

function problemResponse(error: unknown, context: Here): Response {
  const { code, extras } = asProblem(error);
  const { status, title, action } = problems[code];
  const language = languageOf(context.req);
  if (status >= 500)
    logLine({ unit: "error", outcome: "failed", error: describe(error), requestId: requestIdOf(context) });
  const { zh, errors, members, headers } = extras;
  const detail = language === "zh" ? (zh ?? extras.detail) : extras.detail;
  const document = {
    ...members,
    type: problemType(code),
    title: title[language],
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    action: action[language],
    instance: requestIdOf(context),
    ...(errors === undefined ? {} : { errors: errors.map((error) => inWords(error, language)) }),
  };
  return new Response(JSON.stringify(document), {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      "Content-Language": language,
      "Cache-Control": "no-store",
      // Its words name that header.
      ...(code === "busy" && { "Retry-After": "1" }),
      ...headers,
    },
  });
}

/** Engine errors that pass by themselves are `busy`; unforeseen errors are `internal`. */
function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof CommandError) return problemFrom(error);
  if (error instanceof BrokenRecord) return new Problem("record-broken", {}, { cause: error });
  const codes = cancelled(error)?.codes ?? [error instanceof Error ? error.name : ""];
  if (codes.some((code) => passing.includes(code))) {
    return new Problem("busy", { headers: { "Retry-After": "1" } }, { cause: error });
  }
  return new Problem("internal", {}, { cause: error });
}

/** Names of engine errors, and the reasons for which a transaction is cancelled, that are gone on the next try. */
const passing = [
  "ThrottlingException",
  "ThrottlingError",
  "RequestThrottled",
  "ProvisionedThroughputExceededException",
  "ProvisionedThroughputExceeded",
  "RequestLimitExceeded",
  "InternalServerError",
  "ServiceUnavailable",
  "TransactionInProgressException",
  "TransactionConflict",
  "VersionConflict",
  "ReadThrottled",
  "TimeoutError",
];

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.stack ?? error.message}` : String(error);
