import { createHash } from "node:crypto";
import type { Need } from "./iam.ts";
import { isLocked, isOver, type Keeping, type Lock, lockOf, noted, objectAt } from "./object-keeping.ts";
import { type ObjectAnswer, type ObjectRequest, objectError } from "./object-requests.ts";
import type { ObjectStore } from "./queue-engine.ts";

type Around = { may: (need: Need) => boolean; keeping: Keeping; now: number };
type There = NonNullable<ReturnType<typeof objectAt>>;
type Asked = Around & { request: ObjectRequest; body: Buffer; store: ObjectStore; there: There | undefined };
const nothing = Buffer.alloc(0);
/** As many as S3 tells at once. */
const keysAtMost = 1_000;

/**
 * Does what is asked. The engine stores any checksum it is told, so the bytes are held against it here; and it takes no
 * more than 11 MB over HTTP, so its store is used directly. It has one version of an object alone, while S3 keeps a locked one beside
 * those that come later: so a locked one is neither replaced nor taken away here.
 */
export function serveObject(request: ObjectRequest, body: Buffer, store: ObjectStore, around: Around): ObjectAnswer {
  const there = objectAt(store, request.bucket, request.key, around.keeping, around.now);
  return answers[request.operation]({ request, body, store, there, ...around });
}

/** An answer about an object that is there; whether one is not, only who may list the bucket is told. */
const ofObject =
  (answer: (there: There, asked: Asked) => ObjectAnswer) =>
  (asked: Asked): ObjectAnswer => {
    if (asked.there !== undefined) return answer(asked.there, asked);
    const mayKnow = asked.may({ action: "s3:ListBucket", resource: `arn:aws:s3:::${asked.request.bucket}` });
    return mayKnow ? objectError(404, "NoSuchKey") : objectError(403, "AccessDenied");
  };

const answers: Readonly<Record<ObjectRequest["operation"], (asked: Asked) => ObjectAnswer>> = {
  PutObject({ request, body, store, there, keeping, now }) {
    const { headers } = request;
    const fault = checksumFault(request, body);
    if (fault !== undefined) return objectError(400, fault);
    if (there && headers["if-none-match"] === "*") return objectError(412, "PreconditionFailed");
    if (there && isLocked(there, now)) return objectError(403, "AccessDenied");
    const metadata = noted(now, lockOfAll(keeping, now));
    const etag = put(store, request, { body, type: headers["content-type"], metadata });
    return { status: 200, headers: { etag }, body: nothing };
  },

  GetObject: ofObject((_, { request, store }) => objectAnswer(request, store)),

  DeleteObject({ request, store, there, now }) {
    if (there && isLocked(there, now)) return objectError(403, "AccessDenied");
    store.deleteObject(request.bucket, request.key);
    return { status: 204, headers: {}, body: nothing };
  },

  ListBucket({ request, store, keeping, now }) {
    const { bucket, url } = request;
    const from = Number(url.searchParams.get("continuation-token") ?? 0);
    const all = store.listObjects(bucket, {
      prefix: url.searchParams.get("prefix") ?? "",
      maxKeys: Number.POSITIVE_INFINITY,
    });
    const keys = all.objects.filter((object) => !isOver(object, keeping, now)).map(({ key }) => key);
    const page = keys.slice(from, from + keysAtMost).map((key) => `<Contents><Key>${key}</Key></Contents>`);
    const next =
      keys.length > from + keysAtMost ? `<NextContinuationToken>${from + keysAtMost}</NextContinuationToken>` : "";
    const body = Buffer.from(`<ListBucketResult>${page.join("")}${next}</ListBucketResult>`);
    return { status: 200, headers: { "content-type": "application/xml" }, body };
  },

  GetObjectRetention: ofObject((there) => {
    const lock = lockOf(there);
    return lock === undefined ? objectError(404, "NoSuchObjectLockConfiguration") : retentionAnswer(lock);
  }),

  PutObjectRetention: ofObject((there, { request, body, store, keeping, now }) => {
    const asked = retentionIn(body);
    const fault = keeping.hasLock ? checksumFault(request, body) : "InvalidRequest";
    if (fault !== undefined) return objectError(400, fault);
    if (asked === undefined || Date.parse(asked.until) <= now) return objectError(400, "InvalidArgument");
    const lock = lockOf(there);
    // A lock is made longer, and neither shorter nor looser.
    if (lock !== undefined && isLocked(there, now) && !isHarder(asked, lock)) return objectError(403, "AccessDenied");
    const { contentType: type, body: bytes } = store.getObject(request.bucket, request.key);
    const { at = "" } = there.metadata;
    put(store, request, { body: bytes, type, metadata: noted(at === "" ? now : Date.parse(at), asked) });
    return { status: 200, headers: {}, body: nothing };
  }),
};

/** Without a checksum a bucket with a lock takes nothing, and what is told must be that of the bytes. */
function checksumFault({ headers }: ObjectRequest, body: Buffer): string | undefined {
  const value = headers["x-amz-checksum-sha256"];
  if (typeof value !== "string") return "InvalidRequest";
  return value === createHash("sha256").update(body).digest("base64") ? undefined : "BadDigest";
}

type Put = { body: Buffer; type: string | undefined; metadata: Record<string, string> };

function put(store: ObjectStore, { bucket, key }: ObjectRequest, { body, type, metadata }: Put): string {
  const value = createHash("sha256").update(body).digest("base64");
  const checksum = { algorithm: "SHA256", value, type: "FULL_OBJECT" } as const;
  return store.putObject(bucket, key, body, type, metadata, {}, checksum).etag;
}

function objectAnswer({ bucket, key, url }: ObjectRequest, store: ObjectStore): ObjectAnswer {
  const found = store.getObject(bucket, key);
  const disposition = url.searchParams.get("response-content-disposition");
  return {
    status: 200,
    headers: {
      "content-type": found.contentType,
      etag: found.etag,
      "last-modified": found.lastModified.toUTCString(),
      ...(disposition === null ? {} : { "content-disposition": disposition }),
    },
    body: found.body,
  };
}

function lockOfAll({ lockedAtOnce }: Keeping, now: number): Lock | undefined {
  if (lockedAtOnce === undefined) return undefined;
  const { mode, days } = lockedAtOnce;
  return { mode, until: new Date(now + days * 86_400_000).toISOString() };
}

const isHarder = (asked: Lock, lock: Lock): boolean =>
  Date.parse(asked.until) >= Date.parse(lock.until) && (asked.mode === lock.mode || lock.mode === "GOVERNANCE");

/** What a body of PutObjectRetention asks for. */
export function retentionIn(body: Buffer): Lock | undefined {
  const [, mode] = /<Mode>(GOVERNANCE|COMPLIANCE)<\/Mode>/.exec(body.toString()) ?? [];
  const [, until] = /<RetainUntilDate>([^<]+)<\/RetainUntilDate>/.exec(body.toString()) ?? [];
  return mode === undefined || until === undefined || Number.isNaN(Date.parse(until)) ? undefined : { mode, until };
}

const retentionAnswer = ({ mode, until }: Lock): ObjectAnswer => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body: Buffer.from(`<Retention><Mode>${mode}</Mode><RetainUntilDate>${until}</RetainUntilDate></Retention>`),
});
