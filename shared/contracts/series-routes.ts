import * as z from "zod";
import { statisticalCategory } from "../domain/codes.ts";
import { countyCode } from "../domain/division.ts";
import { once } from "../domain/once.ts";
import { earlierFigures, figureSeries, loadingOfFigures, seriesStep } from "../domain/series.ts";
import { caseSource } from "../domain/tally.ts";
import { caseListItem, names } from "./case-lists.ts";
import { dryRun } from "./law-routes.ts";
import { type Route, route } from "./route.ts";
import { coordinator, page } from "./route-parts.ts";

const month = () => z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: "month" });
const county = () => countyCode().exactOptional().describe("Division code of the county; the caller's own when absent");

const seriesQuery = once(() =>
  z.strictObject({
    from: month().describe("The first month, in Asia/Shanghai"),
    to: month().describe("The last month; at most ten years of them"),
    by: seriesStep().default("month"),
    towns: z.enum(["true", "false"]).default("false").describe("Whether to tell the whole range by town as well"),
    county: county(),
    format: z.enum(["json", "csv", "xlsx"]).default("json"),
  }),
);
export const listCountedQuery = once(() =>
  z.strictObject({
    from: month().describe("The first month, in Asia/Shanghai"),
    to: month(),
    category: statisticalCategory().exactOptional(),
    source: caseSource().exactOptional(),
    town: z
      .string()
      .regex(/^\d{6}(\d{3})?$/, { error: "town-code" })
      .exactOptional()
      .describe("Of the body, as a series tells it"),
    agreed: z.enum(["true", "false"]).exactOptional(),
    county: county(),
    ...page(),
  }),
);
const countedCases = once(() =>
  z.strictObject({
    cases: z.array(caseListItem()),
    names: names(),
    total: z.int().exactOptional().describe("The figure, on the first page"),
    loaded: z.int().exactOptional().describe("Loaded, without cases"),
    elsewhere: z.int().exactOptional().describe("Left out: of other counties"),
    townName: z.string().exactOptional(),
    cursor: z.string().exactOptional().describe("May lead to an empty page"),
  }),
);
export type CountedCases = z.infer<ReturnType<typeof countedCases>>;
const earlierParams = once(() => z.strictObject({ month: month() }));
const earlierQuery = once(() =>
  z.strictObject({
    beside: z
      .enum(["true", "false"])
      .default("false")
      .describe("True where cases of the month were counted here as well, and these are others"),
    ...dryRun().shape,
    revision: z.coerce
      .number()
      .int()
      .min(0)
      .exactOptional()
      .describe("Which revision they may replace, as a dry run told it; 0: none. When absent: any"),
    county: county(),
  }),
);

/** Figures over time, those of the years before the platform with them. */
export const seriesRoutes = {
  showSeries: route({
    method: "GET",
    path: "/v1/reports/series",
    tag: "reports",
    roles: ["coordinator", "auditor"],
    query: seriesQuery,
    responses: { 200: figureSeries },
    problems: ["not-found"],
    headers: ["Content-Disposition"],
    files: ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  }),
  listCountedCases: route({
    method: "GET",
    path: "/v1/reports/series/cases",
    tag: "reports",
    roles: ["coordinator", "auditor"],
    query: listCountedQuery,
    responses: { 200: countedCases },
    problems: ["not-found", "invalid-cursor"],
  }),
  putEarlierFigures: route({
    method: "PUT",
    path: "/v1/reports/earlier/{month}",
    tag: "reports",
    roles: coordinator,
    duty: "lead",
    params: earlierParams,
    query: earlierQuery,
    body: earlierFigures,
    responses: { 201: loadingOfFigures, 200: loadingOfFigures },
    problems: ["not-found", "month-counted", "changed-meanwhile"],
  }),
} satisfies Record<string, Route>;
