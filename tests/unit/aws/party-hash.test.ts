import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { createPartyHasher } from "../../../shared/aws/party-hash.ts";
import { answeringKeys } from "../../support/answering-keys.ts";

const mac = new Uint8Array(32).fill(9);
const identity = "number|11010519491231002X";

it("is the first 128 bits of an HMAC under the key that the key service derives for this use", async () => {
  const { client, calls } = answeringKeys(() => ({ Mac: mac }));
  const hash = await createPartyHasher(client, "lookup")();
  const whole = createHmac("sha256", mac).update(identity).digest();
  expect(hash(identity)).toBe(whole.subarray(0, 16).toString("base64url"));
  const Message = new TextEncoder().encode("accord/party-lookup/1");
  expect(calls).toEqual([
    { operation: "GenerateMac", input: { KeyId: "lookup", MacAlgorithm: "HMAC_SHA_256", Message } },
  ]);
});

it("is asked for once, however many need it at once or later", async () => {
  const { client, calls } = answeringKeys(() => ({ Mac: mac }));
  const hasher = createPartyHasher(client, "lookup");
  await Promise.all([hasher(), hasher()]);
  await hasher();
  expect(calls).toHaveLength(1);
});

it("is asked for again after the key service gave none or failed", async () => {
  const answers: object[] = [{}, { Mac: mac }];
  const { client, calls } = answeringKeys(() => answers.shift() ?? {});
  const hasher = createPartyHasher(client, "lookup");
  await expect(hasher()).rejects.toThrow("gave no lookup key");
  expect((await hasher())(identity)).toHaveLength(22);
  expect(calls).toHaveLength(2);
});
