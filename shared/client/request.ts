import * as z from "zod";
import type { Effect } from "../contracts/effect.ts";
import { noBody, type Route, type RouteAnswer, type RouteRequest } from "../contracts/route.ts";
import type { OperationId, Routes } from "../contracts/routes.ts";
import { once } from "../domain/once.ts";
import { type Language, parseInput } from "./errors.ts";

/** One part of a request: left out where the operation has none, optional where it may be empty. */
type Part<Name extends string, Value> = [Value] extends [Record<string, never>]
  ? unknown
  : Partial<Value> extends Value
    ? { [Key in Name]?: Value }
    : { [Key in Name]: Value };

/** What a call for a file takes. */
export type FileRequest<Op extends OperationId> = Part<"params", RouteRequest<Routes[Op]>["params"]> &
  Part<"query", RouteRequest<Routes[Op]>["query"]> &
  Part<"body", RouteRequest<Routes[Op]>["body"]> &
  (Routes[Op]["ifMatch"] extends true ? { version: number | "*" } : unknown) & { signal?: AbortSignal };

/**
 * What a call of the operation takes. Steps of a case take the version they were decided on, or `*` for whichever there is. What
 * reads takes an answer that is `known` from before: if nothing has changed since, it comes back with the status 304.
 */
export type ClientRequest<Op extends OperationId> = FileRequest<Op> &
  (Routes[Op]["method"] extends "GET" ? { known?: Pick<ClientAnswer<Op>, "body" | "etag"> } : unknown);

/** Operations that answer with a file, and the media types it can have. */
export type FileOperation = {
  [Op in OperationId]: Routes[Op]["files"] extends readonly [] ? never : Op;
}[OperationId];

/** What a call comes to. The `etag` of a case begins with its version. */
export type ClientAnswer<Op extends OperationId> = {
  status: number;
  body: RouteAnswer<Routes[Op]>;
  etag: string | undefined;
  /** Of a step: whether this call took it, or it had been taken before and nothing was changed. */
  effect: Effect | undefined;
  retryAfterSeconds: number | undefined;
  /** Where it is read from now on, as the platform says. */
  location: string | undefined;
};

const plainRequest = once(() =>
  z.object({
    params: z.unknown().optional(),
    query: z.unknown().optional(),
    body: z.unknown().optional(),
    version: z.union([z.int().min(1), z.literal("*")]).optional(),
    known: z.object({ etag: z.string().optional(), body: z.unknown() }).optional(),
    signal: z.instanceof(AbortSignal).optional(),
  }),
);

export type WireRequest = {
  url: string;
  method: Route["method"];
  headers: Record<string, string>;
  body: string | undefined;
  signal: AbortSignal | undefined;
  /** What is asked whether it is still so. */
  known: { body?: unknown; etag: string } | undefined;
};

const jsonType = "application/json";

/** The HTTP request of a call. Throws the error `invalid-parameters` when path, query or version do not fit the route. */
export function wireRequest(
  route: Route,
  baseUrl: string,
  request: unknown,
  language: Language,
  mediaType = jsonType,
): WireRequest {
  const given = parseInput(plainRequest(), request ?? {}, "invalid-parameters", language);
  const params = parseInput(route.params(), given.params ?? {}, "invalid-parameters", language);
  const query = parseInput(route.query(), given.query ?? {}, "invalid-parameters", language);
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(params[name])));
  const url = new URL(`${baseUrl.replace(/\/+$/, "")}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const headers: Record<string, string> = {
    accept: `${mediaType}, application/problem+json`,
    "accept-language": language,
  };
  if (route.ifMatch) headers["if-match"] = given.version === "*" ? "*" : `"${given.version}"`;
  // A file is never known: it is asked for as it is.
  const isReading = route.method === "GET" && mediaType === jsonType;
  const { etag, body: knownBody } = given.known ?? {};
  const known = isReading && etag !== undefined ? { etag, body: knownBody } : undefined;
  if (known !== undefined) headers["if-none-match"] = known.etag;
  if (route.body !== noBody) headers["content-type"] = jsonType;
  const body = route.body === noBody ? undefined : JSON.stringify(given.body ?? {});
  return { url: url.href, method: route.method, headers, body, signal: given.signal, known };
}
