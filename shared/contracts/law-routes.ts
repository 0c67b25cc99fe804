import * as z from "zod";
import { actor } from "../domain/case.ts";
import { change } from "../domain/difference.ts";
import { countyCode, lawScope } from "../domain/division.ts";
import { tariff } from "../domain/incentive.ts";
import { lawPack, lawVersion } from "../domain/law-pack.ts";
import { once } from "../domain/once.ts";
import { type Route, route } from "./route.ts";
import { coordinator, everyone } from "./route-parts.ts";

const county = () => countyCode().exactOptional().describe("Division code of the county; the caller's own when absent");
const overseers: Route["roles"] = ["coordinator", "auditor"];

/** Whether the difference is only shown, and nothing is stored. */
export const dryRun = once(() =>
  z.strictObject({
    dryRun: z.enum(["true", "false"]).default("false").describe("true: answer with the difference, and store nothing"),
  }),
);

/** The same, and what was looked at before. */
export const loadingQuery = once(() =>
  dryRun().extend({
    revision: z.string().exactOptional().describe("As a dry run told it; refused once another is in place"),
  }),
);
/** What came of it; of a dry run, that it was checked. And what it was compared with, by a name. */
export const loadingHead = () => ({ outcome: z.enum(["stored", "repeated", "checked"]), revision: z.string() });

const loadingAnswer = once(() =>
  z.strictObject({
    ...loadingHead(),
    difference: z.array(change()).describe("What it changes in its scope on its first day"),
  }),
);

/** By whom and when; absent for what comes with a release. */
export const loading = () => ({ loadedAt: z.string().exactOptional(), loadedBy: actor().exactOptional() });
const packHead = () => ({
  scope: lawScope(),
  version: lawVersion(),
  effectiveFrom: z.iso.date(),
  lateReason: z.string().exactOptional(),
  ...loading(),
});

const showLawQuery = once(() =>
  z.strictObject({ county: county(), day: z.iso.date().exactOptional().describe("YYYY-MM-DD; today when absent") }),
);
const showLawAnswer = once(() =>
  z.strictObject({
    county: z.string(),
    day: z.iso.date(),
    version: z.string().describe("What a referral made on that day is decided under to its end"),
    numbers: z.array(
      z.strictObject({
        ...change().omit({ before: true, after: true }).shape,
        value: change().shape.after,
        scope: lawScope(),
      }),
    ),
  }),
);
const listLawPacksQuery = once(() =>
  z.strictObject({
    scope: lawScope()
      .exactOptional()
      .describe("cn, a province's two digits or a county's six; the caller's own when absent"),
  }),
);
const listLawPacksAnswer = once(() => z.strictObject({ packs: z.array(z.strictObject(packHead())) }));
const showLawPackParams = once(() => z.strictObject({ scope: lawScope(), version: lawVersion() }));
const showLawPackAnswer = once(() => z.strictObject({ ...packHead(), rules: z.record(z.string(), z.unknown()) }));
const listTariffsQuery = once(() => z.strictObject({ county: county() }));
const listTariffsAnswer = once(() =>
  z.strictObject({ tariffs: z.array(z.strictObject({ ...tariff().shape, ...loading() })) }),
);

/** Why a pack or a tariff is not loaded. */
const refusedLoads = [
  "not-found",
  "version-taken",
  "changed-meanwhile",
  "second-person-required",
  "other-person-required",
  "token-used",
] as const;

/** The law in force, and the packs and tariffs that make it. */
export const lawRoutes = {
  showLaw: route({
    method: "GET",
    path: "/v1/law",
    tag: "directory",
    roles: everyone,
    query: showLawQuery,
    responses: {
      200: showLawAnswer,
    },
    problems: ["not-found"],
  }),
  listLawPacks: route({
    method: "GET",
    path: "/v1/law/packs",
    tag: "directory",
    roles: overseers,
    query: listLawPacksQuery,
    responses: { 200: listLawPacksAnswer },
    problems: ["not-found"],
  }),
  loadLawPack: route({
    method: "POST",
    path: "/v1/law/packs",
    once: true,
    tag: "directory",
    roles: coordinator,
    query: loadingQuery,
    body: lawPack,
    responses: { 201: loadingAnswer, 200: loadingAnswer },
    problems: refusedLoads,
  }),
  showLawPack: route({
    method: "GET",
    path: "/v1/law/packs/{scope}/{version}",
    tag: "directory",
    roles: overseers,
    params: showLawPackParams,
    responses: { 200: showLawPackAnswer },
    problems: ["not-found"],
  }),
  listTariffs: route({
    method: "GET",
    path: "/v1/law/tariffs",
    tag: "directory",
    roles: overseers,
    query: listTariffsQuery,
    responses: { 200: listTariffsAnswer },
    problems: ["not-found"],
  }),
  loadTariff: route({
    method: "POST",
    path: "/v1/law/tariffs",
    once: true,
    tag: "directory",
    roles: coordinator,
    query: loadingQuery,
    body: tariff,
    responses: { 201: loadingAnswer, 200: loadingAnswer },
    problems: refusedLoads,
  }),
} satisfies Record<string, Route>;
