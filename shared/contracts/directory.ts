import * as z from "zod";
import { day, instant, organisationId } from "../domain/case.ts";
import { categoryCode } from "../domain/codes.ts";
import { divisionCode } from "../domain/division.ts";
import { checkResidentId } from "../domain/identity.ts";
import { once } from "../domain/once.ts";
import { organisationType } from "../domain/organisation-types.ts";

const name = () => z.string().trim().min(1).max(100);

/** An organisation as the roster gives it; the coordinator owns these facts. */
export const organisationFacts = once(() =>
  z.strictObject({
    kind: z.enum(["agency", "committee", "studio"]),
    type: organisationType(),
    level: z.enum(["county", "town", "village"]),
    name: name(),
    divisionCode: divisionCode(),
    categories: z.array(categoryCode()).max(30).default([]),
    parentId: organisationId()
      .exactOptional()
      .describe("The committee of a studio; of a sub-office, the studio on whose behalf it works"),
    stationedAt: organisationId().exactOptional(),
    capacity: z.int().min(0).max(10_000).exactOptional(),
    mediators: z.int().min(0).max(10_000).exactOptional(),
    brandGrade: z.enum(["county", "prefecture", "province"]).exactOptional(),
    demonstrationSite: z.boolean().exactOptional().describe("A demonstration site (示范点)"),
    regionBrand: name().exactOptional().describe("The brand of the region under which it works (区域品牌)"),
    numberSeries: z
      .string()
      .trim()
      .regex(/^[\p{Script=Han}A-Za-z0-9]{1,20}$/u, { error: "number-series" })
      .exactOptional()
      .describe(
        "What stands between year and number of its agreements: 濮调字 in 〔2026〕濮调字第12号. Made from its name when absent",
      ),
    termBeganOn: day().exactOptional(),
    suspended: z.boolean().default(false),
    note: z.string().max(200).exactOptional(),
  }),
);
export type OrganisationFacts = z.infer<ReturnType<typeof organisationFacts>>;

/** What a roster says of an organisation: without a word on suspension that stays as it is, so no import lifts it. */
export const organisationEntry = once(() =>
  organisationFacts().extend({
    suspended: z
      .boolean()
      .exactOptional()
      .describe("Stays as it is when absent; suspend and reinstate change it alone"),
  }),
);
export type OrganisationEntry = z.infer<ReturnType<typeof organisationEntry>>;

export const publicKey = once(() =>
  z.strictObject({
    keyId: z.string(),
    alg: z.enum(["ES256", "EdDSA", "PS256", "RS256"]),
    registeredAt: instant(),
    expiresAt: instant().exactOptional().describe("From then on it is refused like one that is not registered"),
  }),
);

export const organisationView = once(() =>
  z.strictObject({
    organisationId: organisationId(),
    ...organisationFacts().shape,
    categories: z.array(categoryCode()),
    suspended: z.boolean(),
    keys: z.array(publicKey()),
  }),
);

/** What a repeatable import reports: whether the record is new, what changed in it, or that nothing did. */
export const directoryChange = once(() =>
  z.strictObject({
    change: z.enum(["created", "updated", "unchanged"]),
    changed: z.array(z.string()),
    before: z
      .record(z.string(), z.unknown())
      .exactOptional()
      .describe("Of a dry run: what the changed fields hold now, as far as they hold anything that is shown"),
    takesTwo: z.boolean().exactOptional().describe("Of a dry run: whether it would wait for a second person"),
  }),
);

export const divisionFacts = once(() =>
  z.strictObject({
    name: name(),
    level: z.enum(["county", "town", "street", "village", "community"]),
    parentCode: divisionCode().exactOptional(),
  }),
);

export const mediatorFacts = once(() =>
  z.strictObject({
    name: name(),
    categories: z.array(categoryCode()).max(30).default([]),
    lead: z.boolean().default(false),
    grade: z.enum(["special", "first", "second", "third"]).exactOptional().describe("特级、一级、二级、三级调解员"),
    employment: z.enum(["full_time", "part_time"]).exactOptional().describe("专职、兼职"),
    honours: z.array(name()).max(20).exactOptional().describe("What the mediator was honoured with"),
    publicEmployee: z
      .boolean()
      .exactOptional()
      .describe(
        "A civil servant or on the staff of a public institution, and so not paid by the case. Stays as it is when absent",
      ),
    identityNumber: z
      .string()
      .trim()
      .toUpperCase()
      .refine((number) => checkResidentId(number) === "ok", { error: "not-a-resident-id" })
      .exactOptional()
      .describe(
        "Only a keyed hash is kept, so that no case goes to a body of which a party is a member. Kept when absent",
      ),
  }),
);
export type MediatorFacts = z.infer<ReturnType<typeof mediatorFacts>>;

/** A mediator as the directory shows it; the identity number is never given back. */
export const mediatorView = once(() =>
  z.strictObject({
    mediatorId: z.string(),
    name: z.string(),
    categories: z.array(categoryCode()),
    lead: z.boolean(),
    grade: mediatorFacts().shape.grade,
    employment: mediatorFacts().shape.employment,
    honours: mediatorFacts().shape.honours,
    publicEmployee: z.boolean(),
    retired: z.boolean(),
  }),
);

/** Members that only private or symmetric keys have (RFC 7518, section 6). */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** A public JSON Web Key; anything private in it is refused. */
export const keyRegistration = once(() =>
  z.strictObject({
    expiresAt: instant()
      .exactOptional()
      .describe("When it ends; at the latest, and when absent, as the county has set"),
    jwk: z
      .looseObject({ kty: z.enum(["EC", "OKP", "RSA"]) })
      .refine((jwk) => !privateMembers.some((member) => member in jwk), { error: "private-key" }),
    proof: z
      .string()
      .max(4000)
      .describe(
        "Proof of possession: a JWT signed with the new key; header typ accord-key+jwt; iss and sub the organisation, aud the platform, iat within the last day",
      ),
  }),
);

/** The code by which an organisation registers its first key itself. */
export const keyCode = once(() =>
  z.strictObject({
    code: z.string().describe("Shown once: give it to somebody of that organisation whom you know"),
    endsAt: instant(),
  }),
);

/** What an organisation without a key registers its first one with. */
export const keyRedemption = once(() =>
  keyRegistration().extend({ organisationId: organisationId(), code: z.string().trim().min(1).max(40) }),
);
