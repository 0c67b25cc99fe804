import type { HonoRequest } from "hono";
import type * as z from "zod";
import { actsAs, dutyFor, type Route, type RouteAnswer } from "../../shared/contracts/route.ts";
import { useToken } from "../../shared/dynamo/token-store.ts";
import { type Caller, may, requireRight } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { tokenIn } from "./bearer.ts";
import { languageOf, parseOrRefuse, readJson } from "./body.ts";
import type { Answer, Call, OpenCall, Platform } from "./call.ts";
import { isKnown, versionsIn } from "./entity-tags.ts";
import { withOpenCursor, withSealedCursor } from "./sealed-cursor.ts";

/** A route with what serves it, on the platform of its service. An open one is served before it is known who calls. */
export type Operation<On> = { route: Pick<Route, "method" | "path" | "tagged"> } & (
  | { open: false; serve: (platform: On, caller: Caller, request: HonoRequest) => Promise<Answer<unknown>> }
  | { open: true; serve: (platform: On, request: HonoRequest) => Promise<Answer<unknown>> }
);

/**
 * Makes the operations of a service. Each serves a route: its role, parameters, version and body are checked before `run`
 * sees the call. `run` throws `Problem` or `CommandError`; what it returns is sent as it is.
 */
export const operationsOn =
  <On extends Platform>() =>
  <Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Answers extends Route["responses"]>(
    route: Route<Params, Query, Body, Answers>,
    run: (platform: On, call: Call<Params, Query, Body>) => Promise<Answer<RouteAnswer<{ responses: Answers }>>>,
  ): Operation<On> => ({
    route,
    open: false,
    async serve(platform, caller, request) {
      const { roles, ifMatch } = route;
      requireRight(caller, { act: "call", roles }, { members: { roles } });
      const duty = dutyFor(route);
      if (!may(caller, { act: "do-duty", duty })) throw new Problem("duty-required", { members: { duty } });
      if (!may(caller, { act: "act-at-all", duty: actsAs(route) })) throw new Problem("organisation-suspended");
      const { params, query, body } = await read(route, request);
      const { token } = caller;
      if (route.once && token !== undefined && !(await useToken(platform.table, token)))
        throw new Problem("token-used");
      const answer = await run(platform, {
        params,
        query: await withOpenCursor(platform.table, caller, request, query),
        body,
        caller,
        language: languageOf(request),
        expectedVersions: ifMatch ? versionsIn(request.header("if-match")) : undefined,
        hasAnswer: (etag) => isKnown(request.header("if-none-match"), etag),
      });
      return withSealedCursor(platform.table, caller, request, answer);
    },
  });

/** Makes the operations that are called before anybody acts for an organisation. They alone decide which proof they ask of the caller. */
export const openOperationsOn =
  <On>() =>
  <Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Answers extends Route["responses"]>(
    route: Route<Params, Query, Body, Answers> & { open: true },
    run: (platform: On, call: OpenCall<Params, Query, Body>) => Promise<Answer<RouteAnswer<{ responses: Answers }>>>,
  ): Operation<On> => ({
    route,
    open: true,
    async serve(platform, request) {
      const authorization = request.header("authorization");
      if (!route.anonymous) tokenIn(authorization);
      return run(platform, { ...(await read(route, request)), authorization });
    },
  });

/** What the caller sent, checked against the schemas of the route. Throws the problems of a bad address or body. */
async function read<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>(
  route: Pick<Route<Params, Query, Body>, "params" | "query" | "body">,
  request: HonoRequest,
): Promise<Pick<Call<Params, Query, Body>, "params" | "query" | "body">> {
  const language = languageOf(request);
  const json = await readJson(request.raw);
  return {
    params: parseOrRefuse(route.params(), request.param(), "invalid-parameters", language),
    query: parseOrRefuse(route.query(), saidOnce(request.queries()), "invalid-parameters", language),
    body: parseOrRefuse(route.body(), json, "invalid-body", language),
  };
}

/** The query, in which a field that was said twice stays a list: no schema takes one, so it is named and not half read. */
const saidOnce = (queries: Record<string, string[]>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(queries).map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
