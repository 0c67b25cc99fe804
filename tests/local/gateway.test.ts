import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Platform, startPlatform } from "../../infra/local/platform.ts";
import { temporaryFolder, writeAssembly } from "./fixture.ts";

const folder = temporaryFolder();
const cloudAssembly = join(folder.path, "cdk.out");
let platform: Platform;
let gateway: string;

beforeAll(async () => {
  await writeAssembly(cloudAssembly);
  platform = await startPlatform({ cloudAssembly });
  const inbox = await (await fetch(`${platform.url}/inbox`, { method: "POST", body: "x" })).json();
  gateway = new URL(Object(inbox).QueueUrl).origin;
});
afterAll(async () => {
  await platform?.stop();
  folder.remove();
});

/** Asks for a message of the intake queue as the function. */
const receiveAs = (functionName: string, more: Record<string, string> = {}) =>
  fetch(gateway, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AmazonSQS.ReceiveMessage",
      authorization: `AWS4-HMAC-SHA256 Credential=${functionName}/20260101/us-east-1/sqs/aws4_request`,
      ...more,
    },
    body: JSON.stringify({ QueueUrl: `${gateway}/000000000000/intake` }),
  });

describe("a call to AWS", () => {
  it("is refused when it comes in the clear and the queue's policy denies that", async () => {
    expect((await receiveAs("Route")).status).toBe(200);
    const refused = await receiveAs("Route", { "x-forwarded-proto": "http" });
    expect([refused.status, await refused.json()]).toEqual([
      403,
      expect.objectContaining({
        message: expect.stringContaining("Route is not authorized to perform: sqs:ReceiveMessage"),
      }),
    ]);
    expect(platform.meter()["Route"]?.denied).toBe(1);
  });

  it("is refused to a function without the right, and to strangers", async () => {
    expect((await receiveAs("Tick")).status).toBe(403);
    expect((await receiveAs("Stranger")).status).toBe(403);
  });
});

describe("a page of another origin", () => {
  const file = () => `${gateway}/files/cases/1`;
  const preflight = (Origin: string) =>
    fetch(file(), { method: "OPTIONS", headers: { Origin, "Access-Control-Request-Method": "PUT" } });

  it("is let in by the bucket's rules alone", async () => {
    const allowed = await preflight("https://city.example");
    expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([200, "https://city.example"]);
    expect((await preflight("https://elsewhere.invalid")).status).toBe(403);
  });

  it("may read the answers, refusals too, when it is let in", async () => {
    const get = (Origin: string) => fetch(file(), { headers: { Origin } });
    const [ours, theirs] = [await get("https://city.example"), await get("https://elsewhere.invalid")];
    expect([ours.status, ours.headers.get("access-control-allow-origin")]).toEqual([403, "https://city.example"]);
    expect([theirs.status, theirs.headers.get("access-control-allow-origin")]).toEqual([403, null]);
  });
});
