import * as z from "zod";
import { instant } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { type Route, route } from "./route.ts";
import { page } from "./route-parts.ts";

/** Attempts to call endpoints are kept as long, and by them it is known who was told. */
export const replayedDays = 30;

const replayRange = once(() =>
  z.strictObject({
    from: instant().describe(`${replayedDays} days ago at most`),
    to: instant(),
  }),
);
const replayQuery = once(() => z.strictObject({ cursor: page().cursor }));
const replayAsked = once(() =>
  z.strictObject({
    cases: z.int().describe("So many are looked through within minutes"),
    cursor: z.string().exactOptional(),
  }),
);

/** After a failure of the platform: what was not told is told. */
export const replayRoutes = {
  replayEvents: route({
    method: "POST",
    path: "/v1/replays",
    tag: "cases",
    roles: ["coordinator"],
    duty: "lead",
    query: replayQuery,
    body: replayRange,
    responses: { 200: replayAsked },
  }),
} satisfies Record<string, Route>;
