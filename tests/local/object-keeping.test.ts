import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepingOf, noted, objectAt, sweep } from "../../infra/local/object-keeping.ts";
import { type QueueEngine, startQueueEngine } from "../../infra/local/queue-engine.ts";

const day = 86_400_000;
const resource = (properties: Record<string, unknown>) => ({
  ...{ id: "Files", type: "AWS::S3::Bucket", name: "files", arn: "arn:aws:s3:::files" },
  properties,
});
const rules = (...Rules: object[]) => ({ LifecycleConfiguration: { Rules } });
const sent = { Prefix: "sent/", Status: "Enabled", ExpirationInDays: 7 };
const noon = Date.parse("2026-03-02T12:00:00.000Z");

let engine: QueueEngine;
beforeAll(async () => {
  engine = await startQueueEngine("us-east-1");
  engine.objects.createBucket("files");
});
afterAll(() => engine?.stop());
const put = (key: string, lock?: { mode: string; until: string }) =>
  engine.objects.putObject("files", key, Buffer.from(key), "text/plain", noted(noon, lock));
const keys = () => engine.objects.listObjects("files").objects.map(({ key }) => key);

describe("a bucket", () => {
  it("is read from the template", () => {
    const lock = { Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 3653 } } };
    const given = { ObjectLockEnabled: true, ObjectLockConfiguration: lock, ...rules(sent) };
    const plain = { hasLock: false, lockedAtOnce: undefined, expiries: [] };
    expect(keepingOf([resource({})]).get("files")).toEqual(plain);
    expect(keepingOf([resource(given)]).get("files")).toEqual({
      hasLock: true,
      lockedAtOnce: { mode: "COMPLIANCE", days: 3653 },
      expiries: [{ prefix: "sent/", days: 7 }],
    });
  });

  it.each([
    ["a filter that is not known", { ...sent, TagFilters: [{ Key: "a", Value: "b" }] }],
    ["a rule that rests", { ...sent, Status: "Disabled" }],
  ])("is refused with %s, rather than passed over", (_what, rule) => {
    expect(() => keepingOf([resource(rules(rule))])).toThrow("The bucket Files cannot be kept here");
  });
});

describe("an object with a life cycle", () => {
  const keepings = keepingOf([resource(rules(sent, { Prefix: "", Status: "Enabled" }))]);
  const keeping = keepings.get("files") ?? expect.fail("the bucket is there");
  const midnight = Date.parse("2026-03-10T00:00:00.000Z");

  it("is gone for everybody from the midnight after its last day", () => {
    put("sent/1");
    const at = (now: number) => objectAt(engine.objects, "files", "sent/1", keeping, now)?.key;
    expect([at(noon), at(midnight - 1), at(midnight), at(noon)]).toEqual(["sent/1", "sent/1", undefined, undefined]);
  });

  it("goes without being asked for, and nothing else does", () => {
    put("sent/2");
    put("kept/1");
    put("sent/locked", { mode: "GOVERNANCE", until: new Date(midnight + 30 * day).toISOString() });
    sweep(engine.objects, keepings, midnight - 1);
    expect(keys()).toEqual(["kept/1", "sent/2", "sent/locked"]);
    sweep(engine.objects, keepings, midnight);
    expect(keys()).toEqual(["kept/1", "sent/locked"]);
    sweep(engine.objects, keepings, midnight + 30 * day);
    expect(keys()).toEqual(["kept/1"]);
  });
});
