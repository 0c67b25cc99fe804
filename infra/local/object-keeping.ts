import * as z from "zod";
import { LocalFailure } from "./failure.ts";
import type { ObjectStore } from "./queue-engine.ts";
import type { Resource } from "./template.ts";

/** What a bucket makes of what lies in it as time goes by. The engine keeps one version of each object, and no time but the machine's. */
export type Keeping = {
  /** Whether an object can be locked. */
  hasLock: boolean;
  /** How everything is locked that is put there, where it is. */
  lockedAtOnce: { mode: string; days: number } | undefined;
  /** Whole days after which what lies under a prefix is gone. */
  expiries: readonly { prefix: string; days: number }[];
};
export const plainKeeping: Keeping = { hasLock: false, lockedAtOnce: undefined, expiries: [] };
/** Until when an object can be neither replaced nor taken away. */
export type Lock = { mode: string; until: string };
type Kept = { key: string; lastModified: Date; metadata: Record<string, string> };

const ruleSchema = z.strictObject({
  Status: z.literal("Enabled"),
  Prefix: z.string().default(""),
  ExpirationInDays: z.coerce.number().exactOptional(),
  // Neither earlier versions nor uploads in parts are kept here.
  NoncurrentVersionExpiration: z.unknown().exactOptional(),
  AbortIncompleteMultipartUpload: z.unknown().exactOptional(),
});
const bucketSchema = z.object({
  ObjectLockEnabled: z.boolean().default(false),
  ObjectLockConfiguration: z
    .object({
      Rule: z.object({ DefaultRetention: z.object({ Mode: z.string(), Days: z.coerce.number() }) }).exactOptional(),
    })
    .default({}),
  LifecycleConfiguration: z.object({ Rules: z.array(ruleSchema) }).default({ Rules: [] }),
});

/** By the bucket's name. Throws LocalFailure on a rule that cannot be played here. */
export function keepingOf(resources: readonly Resource[]): ReadonlyMap<string, Keeping> {
  const buckets = resources.filter(({ type }) => type === "AWS::S3::Bucket");
  return new Map(
    buckets.map(({ id, name, properties }) => {
      const { success, data, error } = bucketSchema.safeParse(properties);
      if (!success) throw new LocalFailure(`The bucket ${id} cannot be kept here: ${z.prettifyError(error)}`);
      const { ObjectLockEnabled: hasLock, ObjectLockConfiguration, LifecycleConfiguration } = data;
      const { DefaultRetention: all } = ObjectLockConfiguration.Rule ?? {};
      const expiries = LifecycleConfiguration.Rules.flatMap(({ Prefix: prefix, ExpirationInDays: days }) =>
        days === undefined ? [] : [{ prefix, days }],
      );
      return [name, { hasLock, lockedAtOnce: all && { mode: all.Mode, days: all.Days }, expiries }] as const;
    }),
  );
}

const dayMs = 86_400_000;

/** What is noted of an object when it is put: when that was by the functions' clocks, and how it is locked. */
export const noted = (now: number, lock: Lock | undefined): Record<string, string> => ({
  at: new Date(now).toISOString(),
  ...(lock && { "lock-mode": lock.mode, "locked-until": lock.until }),
});

export function lockOf({ metadata }: Pick<Kept, "metadata">): Lock | undefined {
  const { "lock-mode": mode, "locked-until": until } = metadata;
  return mode === undefined || until === undefined ? undefined : { mode, until };
}

export const isLocked = (object: Pick<Kept, "metadata">, now: number): boolean =>
  Date.parse(lockOf(object)?.until ?? "") > now;

/** As S3 reckons: so many days later, from the next midnight (UTC) on. A locked object stays. */
export function isOver(object: Kept, { expiries }: Keeping, now: number): boolean {
  const { at } = object.metadata;
  const since = at === undefined ? object.lastModified.getTime() : Date.parse(at);
  const isOf = ({ prefix, days }: Keeping["expiries"][number]) =>
    object.key.startsWith(prefix) && now >= Math.ceil((since + days * dayMs) / dayMs) * dayMs;
  return expiries.some(isOf) && !isLocked(object, now);
}

/** The object under a key, without its bytes; undefined where none is or its time is over. */
export function objectAt(store: ObjectStore, bucket: string, key: string, keeping: Keeping, now: number) {
  const found = store.listObjects(bucket, { prefix: key }).objects.find((object) => object.key === key);
  if (found === undefined || !isOver(found, keeping, now)) return found;
  store.deleteObject(bucket, key);
  return undefined;
}

/** How the object under a key is locked, in the bucket in which it lies. */
export function lockOfAny(store: ObjectStore, buckets: readonly string[], key: string): Lock | undefined {
  const all = buckets.flatMap((bucket) => store.listObjects(bucket, { prefix: key }).objects);
  const found = all.find((object) => object.key === key);
  return found && lockOf(found);
}

/** Takes away what the time of is over, in all buckets. */
export function sweep(store: ObjectStore, keepings: ReadonlyMap<string, Keeping>, now: number): void {
  for (const [bucket, keeping] of keepings) {
    if (keeping.expiries.length === 0) continue;
    const { objects } = store.listObjects(bucket, { maxKeys: Number.POSITIVE_INFINITY });
    for (const object of objects) if (isOver(object, keeping, now)) store.deleteObject(bucket, object.key);
  }
}
