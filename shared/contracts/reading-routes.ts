import * as z from "zod";
import { instant, organisationId } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { names } from "./case-lists.ts";
import { type Route, route } from "./route.ts";
import { caseId, everyone, page } from "./route-parts.ts";

const listReadingsQuery = once(() => z.strictObject(page()));
const reading = once(() =>
  z.strictObject({
    at: instant(),
    organisationId: organisationId(),
    officer: z.string().exactOptional(),
    reason: z.string().exactOptional().describe("Why, where that had to be said"),
    documentId: z.uuid().exactOptional().describe("The paper that was read; the parties, where it is absent"),
  }),
);
const readings = once(() =>
  z.strictObject({ readings: z.array(reading()), names: names(), cursor: z.string().exactOptional() }),
);

/** Who read the parties and papers of a case. */
export const readingRoutes = {
  listReadings: route({
    method: "GET",
    path: "/v1/cases/{caseId}/readings",
    tag: "cases",
    roles: everyone,
    params: caseId,
    query: listReadingsQuery,
    responses: { 200: readings },
    problems: ["not-found"],
  }),
} satisfies Record<string, Route>;
