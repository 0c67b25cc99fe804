import * as z from "zod";
import { organisationId } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { personId, seat } from "../domain/person.ts";
import {
  accessLog,
  accessQuery,
  invitationCode,
  invitationEntry,
  invitationView,
  issuerAnswer,
  openedSession,
  peopleList,
  seatChoice,
  seatEntry,
  sessionEnd,
  sessionView,
  signInQuery,
  signInView,
} from "./people.ts";
import { route } from "./route.ts";
import { everyone, organisation } from "./route-parts.ts";

const signInParams = once(() => z.strictObject({ signInId: z.string().max(100) }));
const personParams = once(() => z.strictObject({ organisationId: organisationId(), personId: personId() }));
/** These are called before, or without, acting for an organisation. */
const open = { tag: "people", roles: [], open: true } as const;

/** People: how they sign in, and who has a seat at an organisation. */
export const peopleRoutes = {
  beginSignIn: route({
    ...open,
    anonymous: true,
    method: "POST",
    path: "/v1/sign-ins",
    body: signInQuery,
    responses: { 201: signInView },
    problems: ["no-issuer", "issuer-unavailable"],
  }),
  finishSignIn: route({
    ...open,
    anonymous: true,
    method: "POST",
    path: "/v1/sign-ins/{signInId}",
    params: signInParams,
    body: issuerAnswer,
    responses: { 200: openedSession },
    problems: ["no-issuer", "issuer-unavailable", "sign-in-failed"],
  }),
  showSession: route({
    ...open,
    method: "GET",
    path: "/v1/session",
    responses: { 200: sessionView },
    problems: ["session-over"],
  }),
  endSession: route({
    ...open,
    method: "DELETE",
    path: "/v1/session",
    responses: { 200: sessionEnd },
    problems: ["session-over"],
  }),
  chooseSeat: route({
    ...open,
    method: "PUT",
    path: "/v1/session/seat",
    body: seatChoice,
    responses: { 200: openedSession },
    problems: ["session-over", "not-found"],
  }),
  redeemInvitation: route({
    ...open,
    method: "POST",
    path: "/v1/session/invitation",
    body: invitationCode,
    responses: { 200: openedSession },
    problems: [
      "session-over",
      "invitation-unknown",
      "code-takes-two",
      "code-giver-gone",
      "seat-held",
      "organisation-suspended",
    ],
  }),
  listPeople: route({
    method: "GET",
    path: "/v1/organisations/{organisationId}/people",
    tag: "people",
    roles: everyone,
    params: organisation,
    responses: { 200: peopleList },
    problems: ["not-found"],
  }),
  invitePerson: route({
    method: "POST",
    path: "/v1/organisations/{organisationId}/invitations",
    once: true,
    tag: "people",
    roles: everyone,
    duty: "lead",
    params: organisation,
    body: invitationEntry,
    responses: { 201: invitationView },
    problems: ["not-found", "second-person-required", "other-person-required", "token-used"],
  }),
  putSeat: route({
    method: "PUT",
    path: "/v1/organisations/{organisationId}/people/{personId}",
    once: true,
    tag: "people",
    roles: everyone,
    duty: "lead",
    params: personParams,
    body: seatEntry,
    responses: { 200: seat },
    problems: ["not-found", "last-lead", "second-person-required", "other-person-required", "token-used"],
  }),
  removeSeat: route({
    method: "DELETE",
    path: "/v1/organisations/{organisationId}/people/{personId}",
    once: true,
    tag: "people",
    roles: everyone,
    duty: "lead",
    params: personParams,
    responses: { 204: undefined },
    problems: ["not-found", "last-lead", "second-person-required", "other-person-required", "token-used"],
  }),
  listAccess: route({
    method: "GET",
    path: "/v1/organisations/{organisationId}/access",
    tag: "people",
    roles: everyone,
    params: organisation,
    query: accessQuery,
    responses: { 200: accessLog },
    problems: ["not-found"],
  }),
};
