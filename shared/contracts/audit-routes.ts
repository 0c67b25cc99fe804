import * as z from "zod";
import { countyCode } from "../domain/division.ts";
import { once } from "../domain/once.ts";
import { chainKind, manifest, rootFault, signedRoot } from "./roots.ts";
import { type Route, route } from "./route.ts";
import { caseId, everyone, organisation, page } from "./route-parts.ts";
import { verification } from "./verification.ts";

const offices: Route["roles"] = ["coordinator", "auditor"];
const rootParams = once(() => z.strictObject({ number: z.coerce.number().int().min(1).max(99_999_999) }));
const county = () => countyCode().exactOptional().describe("Division code of the county; the caller's own when absent");
const listing = once(() => z.strictObject(page()));
const ofCounty = once(() => z.strictObject({ county: county() }));
const pageOfCounty = once(() => z.strictObject({ county: county(), ...page() }));

const roots = once(() =>
  z.strictObject({
    publicKey: z.string().describe("By which the signatures are checked, as PEM. Keep it elsewhere, and check by that"),
    roots: z.array(signedRoot()),
    cursor: z.string().exactOptional(),
  }),
);

const rootVerification = once(() =>
  z.strictObject({
    number: z.int(),
    at: z.iso.datetime(),
    followed: z.int().min(0).describe("How many chains were followed for this answer"),
    broken: z.array(
      z.strictObject({
        kind: z.enum([...chainKind().options, "manifest"]),
        id: z.string().describe("Of the case or the organisation; of the county, where the manifest is broken"),
        why: rootFault(),
        at: z.int().min(0).describe("The first link that does not hold"),
      }),
    ),
    cursor: z.string().exactOptional(),
  }),
);

/** Whether what is stored is what was written: of a case, of a log, and of all that a root covers. */
export const auditRoutes = {
  verifyCase: route({
    method: "GET",
    path: "/v1/cases/{caseId}/verification",
    tag: "audit",
    roles: everyone,
    params: caseId,
    responses: { 200: verification },
    problems: ["not-found"],
  }),
  verifyAccess: route({
    method: "GET",
    path: "/v1/organisations/{organisationId}/access/verification",
    tag: "audit",
    roles: everyone,
    params: organisation,
    responses: { 200: verification },
    problems: ["not-found"],
  }),
  listRoots: route({
    method: "GET",
    path: "/v1/roots",
    tag: "audit",
    roles: offices,
    query: listing,
    responses: { 200: roots },
  }),
  showManifest: route({
    method: "GET",
    path: "/v1/roots/{number}/manifest",
    tag: "audit",
    roles: offices,
    params: rootParams,
    query: ofCounty,
    responses: { 200: manifest },
    problems: ["not-found"],
  }),
  verifyRoot: route({
    method: "GET",
    path: "/v1/roots/{number}/verification",
    tag: "audit",
    roles: offices,
    params: rootParams,
    query: pageOfCounty,
    responses: { 200: rootVerification },
    problems: ["not-found"],
  }),
};
