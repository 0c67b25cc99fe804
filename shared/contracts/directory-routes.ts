import * as z from "zod";
import { calendarWarning, calendarYear } from "../domain/calendar.ts";
import { organisationId } from "../domain/case.ts";
import { change } from "../domain/difference.ts";
import { countyCode, divisionCode, lawScope } from "../domain/division.ts";
import { heldLimits, setLimits } from "../domain/limits.ts";
import { once } from "../domain/once.ts";
import { nationwide } from "../domain/scope.ts";
import {
  directoryChange,
  divisionFacts,
  keyCode,
  keyRedemption,
  keyRegistration,
  mediatorFacts,
  organisationEntry,
  organisationView,
  publicKey,
} from "./directory.ts";
import {
  listMediatorsAnswer,
  listMediatorsQuery,
  listOrganisationsAnswer,
  listOrganisationsQuery,
} from "./directory-lists.ts";
import { dryRun, loading, loadingHead, loadingQuery } from "./law-routes.ts";
import { type Route, route } from "./route.ts";
import { calendarParams, coordinator, everyone, organisation } from "./route-parts.ts";

const loadedCalendar = once(() =>
  z.strictObject({
    ...calendarYear().shape,
    ...loadingHead(),
    difference: z.array(change()).describe("Day by day, what it changes of the calendar that was in force before"),
    warnings: z.array(calendarWarning()).describe("What is unusual about it: look again whether the notices say so"),
  }),
);

const calendarQuery = once(() =>
  z.strictObject({
    scope: lawScope()
      .default(nationwide)
      .describe("Whose: cn, the nation's; a province's two digits or a county's six, what it adds to the nation's"),
  }),
);
const shownCalendar = once(() => z.strictObject({ ...calendarYear().shape, ...loading() }));

const listDivisionsQuery = once(() => z.strictObject({ county: countyCode() }));
const listDivisionsAnswer = once(() =>
  z.strictObject({ divisions: z.array(z.strictObject({ code: divisionCode(), name: z.string() })) }),
);
const endingKeysQuery = once(() =>
  z.strictObject({
    county: countyCode().exactOptional().describe("Division code of the county; the caller's own when absent"),
  }),
);
const endingKeys = once(() =>
  z.strictObject({
    keys: z
      .array(z.strictObject({ organisationId: organisationId(), name: z.string(), ...publicKey().shape }))
      .describe("Those that have ended or end within 90 days, the first to end first"),
  }),
);
const revokeKeyParams = once(() => z.strictObject({ organisationId: organisationId(), keyId: z.string().max(100) }));
const putMediatorParams = once(() =>
  z.strictObject({ organisationId: organisationId(), mediatorId: organisationId() }),
);
const putDivisionParams = once(() => z.strictObject({ code: divisionCode() }));

const limitsView = once(() =>
  z.strictObject({
    limits: heldLimits().describe("As they hold now"),
    set: setLimits().describe("Those that were set for this organisation; the others are the platform's"),
  }),
);

/** Organisations, their keys and mediators, divisions and calendars. */
export const directoryRoutes = {
  putCalendar: route({
    method: "PUT",
    path: "/v1/calendars/{year}",
    tag: "directory",
    roles: coordinator,
    params: calendarParams,
    query: loadingQuery,
    body: calendarYear,
    responses: { 200: loadedCalendar },
    problems: ["not-found", "changed-meanwhile"],
  }),
  showCalendar: route({
    method: "GET",
    path: "/v1/calendars/{year}",
    tag: "directory",
    roles: everyone,
    params: calendarParams,
    query: calendarQuery,
    responses: { 200: shownCalendar },
    problems: ["not-found"],
  }),
  putOrganisation: route({
    method: "PUT",
    path: "/v1/organisations/{organisationId}",
    once: true,
    tag: "directory",
    roles: ["coordinator"],
    params: organisation,
    query: dryRun,
    body: organisationEntry,
    responses: { 200: directoryChange },
    problems: ["second-person-required", "other-person-required", "token-used"],
  }),
  suspendOrganisation: route({
    method: "POST",
    path: "/v1/organisations/{organisationId}/suspend",
    once: true,
    tag: "directory",
    roles: ["coordinator"],
    duty: "lead",
    params: organisation,
    responses: { 200: directoryChange },
    problems: ["not-found", "token-used"],
  }),
  reinstateOrganisation: route({
    method: "POST",
    path: "/v1/organisations/{organisationId}/reinstate",
    once: true,
    tag: "directory",
    roles: ["coordinator"],
    duty: "lead",
    params: organisation,
    responses: { 200: directoryChange },
    problems: ["not-found", "second-person-required", "other-person-required", "token-used"],
  }),
  showLimits: route({
    method: "GET",
    path: "/v1/organisations/{organisationId}/limits",
    tag: "directory",
    roles: everyone,
    params: organisation,
    responses: { 200: limitsView },
    problems: ["not-found"],
  }),
  putLimits: route({
    method: "PUT",
    path: "/v1/organisations/{organisationId}/limits",
    tag: "directory",
    roles: coordinator,
    duty: "lead",
    params: organisation,
    body: setLimits,
    responses: { 200: limitsView },
    problems: ["not-found"],
  }),
  showOrganisation: route({
    method: "GET",
    path: "/v1/organisations/{organisationId}",
    tag: "directory",
    roles: everyone,
    params: organisation,
    responses: { 200: organisationView },
    problems: ["not-found"],
  }),
  listOrganisations: route({
    method: "GET",
    path: "/v1/organisations",
    tag: "directory",
    roles: everyone,
    query: listOrganisationsQuery,
    responses: {
      200: listOrganisationsAnswer,
    },
  }),
  registerKey: route({
    method: "POST",
    path: "/v1/organisations/{organisationId}/keys",
    once: true,
    tag: "directory",
    roles: everyone,
    duty: "lead",
    params: organisation,
    body: keyRegistration,
    responses: { 200: publicKey },
    problems: ["not-found", "too-many-keys", "second-person-required", "other-person-required", "token-used"],
  }),
  offerKey: route({
    method: "POST",
    path: "/v1/organisations/{organisationId}/key-code",
    once: true,
    tag: "directory",
    roles: coordinator,
    duty: "lead",
    params: organisation,
    responses: { 201: keyCode },
    problems: ["not-found", "second-person-required", "other-person-required", "token-used"],
  }),
  redeemKey: route({
    open: true,
    anonymous: true,
    roles: [],
    method: "POST",
    path: "/v1/key-codes/redeem",
    tag: "directory",
    body: keyRedemption,
    responses: { 201: publicKey, 200: publicKey },
    problems: ["key-code-unknown", "too-many-keys", "code-takes-two", "code-giver-gone", "organisation-suspended"],
  }),
  listEndingKeys: route({
    method: "GET",
    path: "/v1/keys/ending",
    tag: "directory",
    roles: coordinator,
    query: endingKeysQuery,
    responses: { 200: endingKeys },
    problems: ["not-found"],
  }),
  revokeKey: route({
    method: "DELETE",
    path: "/v1/organisations/{organisationId}/keys/{keyId}",
    once: true,
    tag: "directory",
    roles: everyone,
    duty: "lead",
    params: revokeKeyParams,
    responses: { 204: undefined },
    problems: ["not-found", "last-key", "second-person-required", "other-person-required", "token-used"],
  }),
  putMediator: route({
    method: "PUT",
    path: "/v1/organisations/{organisationId}/mediators/{mediatorId}",
    tag: "directory",
    roles: ["coordinator", "committee"],
    params: putMediatorParams,
    query: dryRun,
    body: mediatorFacts,
    responses: { 200: directoryChange },
    problems: ["not-found"],
  }),
  listMediators: route({
    method: "GET",
    path: "/v1/organisations/{organisationId}/mediators",
    tag: "directory",
    roles: ["coordinator", "committee", "agency"],
    params: organisation,
    query: listMediatorsQuery,
    responses: { 200: listMediatorsAnswer },
    problems: ["not-found"],
  }),
  retireMediator: route({
    method: "POST",
    path: "/v1/organisations/{organisationId}/mediators/{mediatorId}/retire",
    tag: "directory",
    roles: ["coordinator", "committee", "agency"],
    params: putMediatorParams,
    responses: { 200: directoryChange },
    problems: ["not-found"],
  }),
  reinstateMediator: route({
    method: "POST",
    path: "/v1/organisations/{organisationId}/mediators/{mediatorId}/reinstate",
    tag: "directory",
    roles: ["coordinator", "committee", "agency"],
    params: putMediatorParams,
    responses: { 200: directoryChange },
    problems: ["not-found"],
  }),
  listDivisions: route({
    method: "GET",
    path: "/v1/divisions",
    tag: "directory",
    roles: everyone,
    query: listDivisionsQuery,
    responses: { 200: listDivisionsAnswer },
  }),
  putDivision: route({
    method: "PUT",
    path: "/v1/divisions/{code}",
    tag: "directory",
    roles: ["coordinator"],
    params: putDivisionParams,
    query: dryRun,
    body: divisionFacts,
    responses: { 200: directoryChange },
  }),
} satisfies Record<string, Route>;
