import type { HonoRequest } from "hono";
import type * as z from "zod";
import type { Route, RouteAnswer } from "../../shared/contracts/route.ts";
import { type Caller, requireRight } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { languageOf, parseOrRefuse, readJson } from "./body.ts";
import type { Answer, Call } from "./call.ts";

/** A route with what serves it, on the platform of its service. */
export type Operation<On> = {
  route: Pick<Route, "method" | "path">;
  serve: (platform: On, caller: Caller, request: HonoRequest) => Promise<Answer<unknown>>;
};

/**
 * Makes the operations of a service. Each serves a route: its role, parameters, version and body are checked before `run`
 * sees the call. `run` throws `Problem` or `CommandError`; what it returns is sent as it is.
 */
export const operationsOn =
  <On>() =>
  <Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Answers extends Route["responses"]>(
    route: Route<Params, Query, Body, Answers>,
    run: (platform: On, call: Call<Params, Query, Body>) => Promise<Answer<RouteAnswer<{ responses: Answers }>>>,
  ): Operation<On> => ({
    route,
    async serve(platform, caller, request) {
      const { roles, ifMatch } = route;
      requireRight(caller, { act: "call", roles }, { members: { roles } });
      const language = languageOf(request);
      const json = await readJson(request.raw);
      return run(platform, {
        params: parseOrRefuse(route.params(), request.param(), "invalid-parameters", language),
        query: parseOrRefuse(route.query(), request.query(), "invalid-parameters", language),
        body: parseOrRefuse(route.body(), json, "invalid-body", language),
        caller,
        expectedVersion: ifMatch ? expectedVersion(request.header("if-match")) : undefined,
      });
    },
  });

function expectedVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) throw new Problem("version-required");
  if (ifMatch === "*") return undefined;
  const version = /^"?(\d{1,9})"?$/.exec(ifMatch)?.[1];
  if (version === undefined) {
    throw new Problem("invalid-parameters", {
      errors: [{ path: "If-Match", code: "not-a-version", message: ifMatch }],
    });
  }
  return Number(version);
}
