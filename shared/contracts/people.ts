import * as z from "zod";
import { accessEntry } from "../domain/access.ts";
import { organisationId, roles } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { duty, personId, personName, seat } from "../domain/person.ts";
import { names } from "./case-lists.ts";
import { page } from "./route-parts.ts";

// A mediator has an id of the same form as an organisation.

export const invitationEntry = once(() =>
  z.strictObject({
    name: personName().describe("As it stands in every record of what the person does"),
    duty: duty().describe("reader: reads; clerk: takes steps as well; lead: also people, keys and webhooks"),
    mediatorId: organisationId().exactOptional().describe("The same person in the register of mediators"),
  }),
);
export const invitationView = once(() =>
  z.strictObject({
    code: z.string().describe("Shown this once; the person types it in after signing in for the first time"),
    endsAt: z.iso.datetime(),
  }),
);
export const seatEntry = once(() => z.strictObject({ duty: duty(), mediatorId: organisationId().exactOptional() }));
export const accessQuery = once(() => z.strictObject(page()));
export const accessLog = once(() =>
  z.strictObject({
    entries: z.array(accessEntry()).describe("The last first"),
    names: names(),
    cursor: z.string().exactOptional(),
  }),
);
export const peopleList = once(() => z.strictObject({ people: z.array(seat()) }));

const chosenSeat = once(() =>
  z.strictObject({
    organisationId: organisationId(),
    organisationName: z.string(),
    role: z.enum(roles).describe("What the organisation is to cases"),
    name: personName(),
    duty: duty(),
    mediatorId: organisationId().exactOptional(),
  }),
);
export const sessionView = once(() =>
  z.strictObject({
    personId: personId().exactOptional().describe("Absent until an invitation is taken up"),
    seat: chosenSeat().exactOptional().describe("The seat in which the person acts; absent until one is chosen"),
    seats: z.array(chosenSeat()),
    endsAt: z.iso.datetime().describe("When the person is signed out at the latest"),
  }),
);
export type SessionView = z.infer<ReturnType<typeof sessionView>>;

const sessionSecret = once(() => z.string().describe("Sent as the bearer token of every call in this session"));
/** A session that has just begun, or goes on under a new secret. */
export const openedSession = once(() => z.strictObject({ secret: sessionSecret(), session: sessionView() }));

export const signInView = once(() =>
  z.strictObject({
    signInId: z.string().describe("Kept by the browser that begins, and by nobody else"),
    state: z.string().describe("What the issuer will send back with its answer"),
    url: z.url().describe("Where the person signs in"),
  }),
);
export const signInQuery = once(() =>
  z.strictObject({
    again: z.boolean().default(false).describe("Ask for the password even where the issuer still knows the person"),
  }),
);
/** What the issuer sent back, as it came in the address. */
export const issuerAnswer = once(() =>
  z.strictObject({
    code: z.string().min(1).max(4096),
    state: z.string().min(1).max(200),
    iss: z.string().max(500).exactOptional(),
  }),
);
export const invitationCode = once(() => z.strictObject({ code: z.string().min(1).max(40) }));
export const seatChoice = once(() => z.strictObject({ organisationId: organisationId() }));
export const sessionEnd = once(() =>
  z.strictObject({ url: z.url().exactOptional().describe("Where the issuer ends its own session") }),
);
