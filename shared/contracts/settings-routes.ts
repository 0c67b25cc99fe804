import * as z from "zod";
import { countyCode } from "../domain/division.ts";
import { houseSettings, settingsChange } from "../domain/house-settings.ts";
import { once } from "../domain/once.ts";
import { type Route, route } from "./route.ts";
import { coordinator } from "./route-parts.ts";

const ofCounty = once(() => z.strictObject({ county: countyCode() }));

/** What a county sets for itself beside its law: how long keys are good, and what takes two persons. */
export const settingsRoutes = {
  showSettings: route({
    method: "GET",
    path: "/v1/counties/{county}/settings",
    tag: "directory",
    roles: ["coordinator", "auditor"],
    params: ofCounty,
    responses: { 200: houseSettings },
    problems: ["not-found"],
  }),
  changeSettings: route({
    method: "PUT",
    path: "/v1/counties/{county}/settings",
    once: true,
    tag: "directory",
    roles: coordinator,
    duty: "lead",
    params: ofCounty,
    body: settingsChange,
    responses: { 200: houseSettings },
    problems: ["not-found", "second-person-required", "other-person-required", "token-used"],
  }),
} satisfies Record<string, Route>;
