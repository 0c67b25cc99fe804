import * as z from "zod";
import { instant } from "../domain/case.ts";
import { clockLevels } from "../domain/clock-level.ts";
import { obligations } from "../domain/obligations.ts";
import { once } from "../domain/once.ts";
import { caseListItem, names } from "./case-lists.ts";
import { type Route, route } from "./route.ts";
import { holders, page } from "./route-parts.ts";

const what = once(() => z.enum(obligations));
const listWorkQuery = once(() => z.strictObject({ what: what().exactOptional().describe("This alone"), ...page() }));

const workItem = once(() =>
  z.strictObject({
    what: what().describe("What you owe"),
    steps: z.array(z.string()).describe("By which steps it is done"),
    dueAt: instant().exactOptional().describe("By when; absent where no period runs"),
    since: instant().exactOptional().describe("Since when it presses, where nothing is due"),
    level: z.enum(clockLevels).exactOptional().describe("How much of the time has passed now"),
    missing: z.array(z.string()).min(1).exactOptional().describe("What was asked for"),
    case: caseListItem(),
  }),
);
export type WorkItem = z.infer<ReturnType<typeof workItem>>;

const workList = once(() =>
  z.strictObject({
    work: z.array(workItem()),
    names: names(),
    cursor: z.string().exactOptional().describe("Of the next page, which may be short or empty; absent on the last"),
  }),
);
const workCounts = once(() =>
  z.strictObject({
    total: z.int().describe("On how many cases you owe something"),
    overdue: z.int().describe("On how many of them something is overdue"),
    groups: z.array(z.strictObject({ what: what(), count: z.int(), overdue: z.int() })),
    isPartial: z.literal(true).exactOptional().describe("Too many to tell apart: the groups count the first"),
  }),
);
export type WorkCounts = z.infer<ReturnType<typeof workCounts>>;

/** What an organisation owes, whether or not it holds the case. */
export const workRoutes = {
  listWork: route({
    method: "GET",
    path: "/v1/work",
    tag: "cases",
    roles: holders,
    query: listWorkQuery,
    responses: { 200: workList },
  }),
  countWork: route({
    method: "GET",
    path: "/v1/work/counts",
    tag: "cases",
    roles: holders,
    tagged: true,
    headers: ["ETag"],
    responses: { 200: workCounts },
  }),
} satisfies Record<string, Route>;
