import * as z from "zod";
import { instant } from "../domain/case.ts";
import { countyCode } from "../domain/division.ts";
import { hindrance } from "../domain/keeping.ts";
import { once } from "../domain/once.ts";
import { erasure, retention } from "../domain/retention.ts";
import { type Route, route } from "./route.ts";
import { caseId, coordinator, page } from "./route-parts.ts";

const dueQuery = once(() =>
  z.strictObject({
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: "month" })
      .describe("In which the cases ended, in Shanghai"),
    county: countyCode().exactOptional().describe("Division code of the county; the caller's own when absent"),
    ...page(),
  }),
);

const dueCase = once(() =>
  z.strictObject({
    caseId: z.uuid(),
    version: z.int().min(1),
    sourceNumber: z.string(),
    closedAt: instant(),
    keptUntil: instant(),
    retention: retention().describe("For how many years it is kept, by which rule"),
    hindrance: hindrance().exactOptional().describe("What stands against erasing it now"),
    begunAt: instant().exactOptional().describe("Its erasure began and did not come to its end: ask for it again"),
  }),
);
const dueCases = once(() =>
  z.strictObject({
    cases: z.array(dueCase()),
    cursor: z
      .string()
      .exactOptional()
      .describe("Send back as cursor for the next page, which may be short or empty; absent on the last"),
  }),
);
export type DueCase = z.infer<ReturnType<typeof dueCase>>;

const erasedCase = once(() => z.strictObject({ caseId: z.uuid(), erasure: erasure() }));
export type ErasedCase = z.infer<ReturnType<typeof erasedCase>>;

/** What a coordinator does with cases whose time of keeping is over. */
export const erasureRoutes = {
  listDueErasures: route({
    method: "GET",
    path: "/v1/erasures/due",
    tag: "cases",
    roles: ["coordinator", "auditor"],
    query: dueQuery,
    responses: { 200: dueCases },
    problems: ["not-found"],
  }),
  eraseCase: route({
    method: "POST",
    path: "/v1/cases/{caseId}/erasure",
    once: true,
    tag: "cases",
    roles: coordinator,
    duty: "lead",
    params: caseId,
    responses: { 200: erasedCase },
    problems: [
      "not-found",
      "not-erasable",
      "joined-case",
      "second-person-required",
      "other-person-required",
      "token-used",
    ],
  }),
} satisfies Record<string, Route>;
