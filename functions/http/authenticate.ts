import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, errors, importJWK, type JWK, jwtVerify } from "jose";
import * as z from "zod";
import { keyProofType } from "../../shared/contracts/key-proof.ts";
import { noCounty, organisationId } from "../../shared/domain/case.ts";
import { given } from "../../shared/domain/given.ts";
import { isExpired } from "../../shared/domain/key-expiry.ts";
import { limitsFor } from "../../shared/domain/limits.ts";
import { once } from "../../shared/domain/once.ts";
import { publishedKeys } from "../../shared/domain/published-keys.ts";
import { faultOf, isOnOneLine, withoutBidi } from "../../shared/domain/text.ts";
import { loadOrganisation, type RegisteredKey, type StoredOrganisation } from "../../shared/dynamo/directory-store.ts";
import { organisationKey, seatKey } from "../../shared/dynamo/keys.ts";
import { loadSeat } from "../../shared/dynamo/people-store.ts";
import { readAhead, withCaseAhead } from "../../shared/dynamo/read-ahead.ts";
import { isSessionSecret } from "../../shared/dynamo/session-store.ts";
import type { Item, Table } from "../../shared/dynamo/table.ts";
import type { OneTimeToken } from "../../shared/dynamo/token-store.ts";
import { type Caller, roleOf } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { readPublicKey } from "../../shared/runtime/public-key.ts";
import { sessionUnder } from "../../shared/runtime/session-under.ts";
import { tokenIn } from "./bearer.ts";
import type { Platform } from "./call.ts";

/** The parts that are needed to identify a caller by its token. */
export type Registry = Pick<Platform, "table" | "audience" | "bootstrap" | "now" | "quotas" | "warnOfKey">;

const lifetimeAtMostSeconds = 300;
const clockSkewSeconds = 30;

const claims = once(() =>
  z.object({
    iss: organisationId(),
    sub: z.string(),
    iat: z.number(),
    exp: z.number(),
    jti: z.string().min(1).max(200).optional(),
    officer: z
      .string()
      .min(1)
      .max(80)
      .overwrite(withoutBidi)
      .refine((text) => faultOf(text) === undefined && text.trim() !== "" && isOnOneLine(text), {
        error: "text that can be seen, on one line",
      })
      .optional(),
  }),
);

/** The case, and the paper in its file, that the address of a call names; and the version on which it acts. */
type Named = { caseId?: string | undefined; documentId?: string | undefined; version?: number | undefined };

/** Who calls, and the table as the call goes on with it: what was read ahead of its question is at hand there. */
export type Authenticated = { caller: Caller; table: Table };

/**
 * The caller behind an Authorization header. Its organisation is read on every call (decision 0002), together with the case
 * and the paper that the address names. Throws a `Problem` that says which check its token failed.
 */
export async function authenticate(
  platform: Registry,
  authorization: string | undefined,
  { caseId, documentId, version }: Named = {},
): Promise<Authenticated> {
  const bearer = tokenIn(authorization);
  const ahead = (keys: readonly Item[]): Promise<Table> =>
    isId(caseId)
      ? withCaseAhead(platform.table, keys, caseId, { version, documentId: isId(documentId) ? documentId : undefined })
      : readAhead(platform.table, keys);
  if (isSessionSecret(bearer)) return bySession(platform, bearer, ahead);
  const { issuer, keyId } = readUnverified(bearer);
  const table = await ahead([organisationKey(issuer)]);
  const organisation = await loadOrganisation(table, issuer);
  const key =
    registeredKey(organisation, keyId, platform.now()) ??
    (await bootstrapKey(platform, { issuer, keyId, organisation }));
  if (key === undefined) throw new Problem("token-unknown-key");
  const verified = await verify(bearer, key, platform);
  const { officer, jti, exp } = verified;
  const token: OneTimeToken | undefined =
    jti === undefined ? undefined : { organisationId: issuer, keyId, jti, endsAt: Math.ceil(exp) + clockSkewSeconds };
  const known = organisation ?? bootstrapOrganisation(issuer);
  const caller = { ...standing(platform, known), keyId, ...given("officer", officer), ...given("token", token) };
  return { caller, table };
}

/** A person acts for the organisation at which it has a seat: the seat is read on every call, so one taken away is gone. */
async function bySession(
  platform: Registry,
  secret: string,
  ahead: (keys: readonly Item[]) => Promise<Table>,
): Promise<Authenticated> {
  const { personId, organisationId } = await sessionUnder(platform, secret);
  if (personId === undefined || organisationId === undefined) throw new Problem("seat-required");
  const table = await ahead([seatKey(organisationId, personId), organisationKey(organisationId)]);
  const seat = await loadSeat(table, organisationId, personId);
  const organisation = await loadOrganisation(table, organisationId);
  if (seat === undefined || organisation === undefined) throw new Problem("session-over");
  const { name: officer, duty } = seat;
  return { caller: { ...standing(platform, organisation), officer, personId, duty }, table };
}

const standing = (
  { quotas }: Registry,
  organisation: StoredOrganisation,
): Pick<Caller, "organisationId" | "role" | "organisation" | "limits"> => ({
  organisationId: organisation.organisationId,
  role: roleOf(organisation),
  organisation,
  limits: limitsFor(organisation.limits, quotas.here),
});

const uuid = once(() => z.uuid());
/** A text that cannot be an id is not looked up. */
const isId = (text: string | undefined): text is string => uuid().safeParse(text).success;

/** Its own keys only: `constructor` names something in every object. One that has ended is not known any more. */
function registeredKey(
  organisation: StoredOrganisation | undefined,
  keyId: string,
  now: string,
): RegisteredKey | undefined {
  const key =
    organisation !== undefined && Object.hasOwn(organisation.keys, keyId) ? organisation.keys[keyId] : undefined;
  return key === undefined || isExpired(key, now) ? undefined : key;
}

function readUnverified(token: string): { issuer: string; keyId: string } {
  try {
    const { kid, typ } = z.object({ kid: z.string(), typ: z.unknown().optional() }).parse(decodeProtectedHeader(token));
    if (typ === keyProofType) throw new Error("a proof of possession is no token");
    return { keyId: kid, issuer: organisationId().parse(decodeJwt(token).iss) };
  } catch (error) {
    throw new Problem("token-malformed", {}, { cause: error });
  }
}

async function verify(
  token: string,
  key: RegisteredKey,
  platform: Registry,
): Promise<z.infer<ReturnType<typeof claims>>> {
  const now = new Date(platform.now());
  try {
    const publicKey = await importJWK(key.jwk, key.alg);
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: [key.alg],
      audience: platform.audience,
      currentDate: now,
      clockTolerance: clockSkewSeconds,
    });
    const parsed = claims().safeParse(payload);
    if (!parsed.success) throw new Problem("token-claims", { detail: z.prettifyError(parsed.error) });
    const { iss, sub, iat, exp } = parsed.data;
    if (iat > now.getTime() / 1000 + clockSkewSeconds) throw new Problem("token-future");
    if (iss !== sub || exp - iat > lifetimeAtMostSeconds || exp <= iat) throw new Problem("token-claims");
    return parsed.data;
  } catch (error) {
    throw asProblem(error);
  }
}

function asProblem(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new Problem("token-expired", {}, { cause: error });
  if (error instanceof errors.JWTClaimValidationFailed) {
    const future = error.claim === "nbf" || error.claim === "iat";
    const code = error.claim === "aud" ? "token-audience" : future ? "token-future" : "token-claims";
    return new Problem(code, {}, { cause: error });
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new Problem("token-signature", {}, { cause: error });
  }
  if (error instanceof errors.JOSEError) return new Problem("token-malformed", {}, { cause: error });
  return error;
}

async function bootstrapKey(
  { bootstrap, now }: Registry,
  { issuer, keyId, organisation }: { issuer: string; keyId: string; organisation: StoredOrganisation | undefined },
): Promise<RegisteredKey | undefined> {
  // Revoked it is dead, whatever the environment says.
  if (organisation?.bootstrapRevoked === keyId) return undefined;
  if (bootstrap === undefined || bootstrap.organisationId !== issuer) return undefined;
  const jwk: JWK = bootstrap.jwk;
  // Somebody who names the deployment a key may do everything; but one that was copied from a standard opens to everybody.
  if ((await calculateJwkThumbprint(jwk)) !== keyId || publishedKeys.has(keyId)) return undefined;
  return readPublicKey(bootstrap.jwk, now());
}

const bootstrapOrganisation = (id: string): StoredOrganisation => ({
  organisationId: id,
  facts: {
    kind: "agency",
    type: "coordinator",
    level: "county",
    name: id,
    divisionCode: noCounty,
    categories: [],
    suspended: false,
  },
  keys: {},
});
