import { describe, expect, it } from "vitest";
import { createSealer, rememberingOpen, sealedText } from "../../../shared/aws/seal.ts";
import { answeringKeys } from "../../support/answering-keys.ts";

const dataKey = new Uint8Array(32).fill(7);
const wrapped = new Uint8Array(64).fill(8);
const subject = "case/1/parties";

/** A key service that hands out the same data key whatever it is asked, so that the seal alone tells subjects apart. */
const careless = () => {
  const { client, calls } = answeringKeys(() => ({ Plaintext: dataKey, CiphertextBlob: wrapped }));
  return { sealer: createSealer(client, "the-key"), calls };
};

describe("a sealed text", () => {
  it("opens for its subject", async () => {
    const { sealer } = careless();
    const sealed = await sealer.seal(subject, "张样例 🏠");
    expect(sealed).toMatchObject({ algorithm: "A256GCM", key: wrapped });
    expect([sealed.iv.length, sealed.tag.length]).toEqual([12, 16]);
    expect(await sealer.open(subject, sealed)).toBe("张样例 🏠");
  });

  it("is bound to its subject by itself, even if the key service binds its key to nothing", async () => {
    const { sealer } = careless();
    const sealed = await sealer.seal(subject, "text");
    await expect(sealer.open("case/2/parties", sealed)).rejects.toThrow("unable to authenticate data");
  });

  it("names its subject to the key service when its key is made and when it is opened", async () => {
    const { sealer, calls } = careless();
    await sealer.open(subject, await sealer.seal(subject, "text"));
    expect(calls).toEqual([
      {
        operation: "GenerateDataKey",
        input: { KeyId: "the-key", KeySpec: "AES_256", EncryptionContext: { subject } },
      },
      { operation: "Decrypt", input: { CiphertextBlob: wrapped, EncryptionContext: { subject } } },
    ]);
  });

  it("is read from the table as it was stored, and by no other algorithm or type", async () => {
    const sealed = await careless().sealer.seal(subject, "text");
    expect(sealedText().parse(sealed)).toEqual(sealed);
    for (const other of [
      { algorithm: "A128GCM" },
      { key: "text" },
      { iv: [1] },
      { tag: undefined },
      { text: "text" },
    ]) {
      expect(sealedText().safeParse({ ...sealed, ...other }).success, JSON.stringify(other)).toBe(false);
    }
  });

  it("does not open with a tag of 4 bytes, which could be guessed", async () => {
    const { sealer } = careless();
    const sealed = await sealer.seal(subject, "text");
    const cut = { ...sealed, tag: sealed.tag.slice(0, 4) };
    await expect(sealer.open(subject, cut)).rejects.toThrow("Invalid authentication tag length");
  });
});

describe("the data key of a sealed text", () => {
  const keyOf = async (sealer = careless().sealer) => sealer.keyOf(subject, await sealer.seal(subject, "text"));

  it("seals others, each for its subject, and opens them for no other, nor changed", async () => {
    const key = await keyOf();
    const [one, other] = [key.seal("case/1/event/1", "张样例 🏠"), key.seal("case/1/event/1", "张样例 🏠")];
    expect(one).not.toBe(other);
    const known = await keyOf();
    expect(known.open("case/1/event/1", one)).toBe("张样例 🏠");
    expect(() => known.open("case/1/event/2", one)).toThrow("unable to authenticate data");
    expect(() => known.open("case/1/event/1", `${one.slice(0, -4)}AAAA`)).toThrow("unable to authenticate data");
    expect(() => known.open("case/1/event/1", one.slice(0, 20))).toThrow();
  });

  it("seals the text again that it is kept with", async () => {
    const { sealer } = careless();
    const again = (await keyOf(sealer)).reseal(subject, "another");
    expect(again.key).toBe(wrapped);
    expect(await sealer.open(subject, again)).toBe("another");
  });

  it("salts equal texts alike, others otherwise, and under another key otherwise again", async () => {
    const key = await keyOf();
    expect(key.saltOf("a")).toBe((await keyOf()).saltOf("a"));
    expect(key.saltOf("a")).not.toBe(key.saltOf("b"));
    const { client } = answeringKeys(() => ({ Plaintext: new Uint8Array(32).fill(9), CiphertextBlob: wrapped }));
    expect((await keyOf(createSealer(client, "the-key"))).saltOf("a")).not.toBe(key.saltOf("a"));
  });

  it("is asked of the key service once, never where it was made, and again after a failure", async () => {
    const { sealer, calls } = careless();
    await keyOf(sealer);
    expect(calls.map(({ operation }) => operation)).toEqual(["GenerateDataKey"]);
    const sealed = { key: wrapped };
    await Promise.all([sealer.keyOf("case/2/parties", sealed), sealer.keyOf("case/2/parties", sealed)]);
    expect(calls.slice(1)).toEqual([
      {
        operation: "Decrypt",
        input: { CiphertextBlob: wrapped, EncryptionContext: { subject: "case/2/parties" } },
      },
    ]);
    const answers = [{}, { Plaintext: dataKey }];
    const failing = createSealer(answeringKeys(() => answers.shift() ?? {}).client, "the-key");
    await expect(failing.keyOf(subject, sealed)).rejects.toThrow("gave no data key");
    expect((await failing.keyOf(subject, sealed)).saltOf("a")).toBe((await keyOf()).saltOf("a"));
  });

  it("is forgotten when there are too many", async () => {
    const { sealer, calls } = careless();
    for (let number = 0; number <= 100; number += 1) await sealer.keyOf(`case/${number}/parties`, { key: wrapped });
    await sealer.keyOf("case/0/parties", { key: wrapped });
    expect(calls).toHaveLength(102);
  });
});

describe("a text that is opened with a memory", () => {
  const opening = (answers: (string | Error)[]) => {
    const asked: string[] = [];
    const open = rememberingOpen(async (about) => {
      asked.push(about);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer ?? "text";
    }, 2);
    return { open, asked };
  };
  const sealing = async () => (await careless()).sealer.seal(subject, "text");

  it("is asked of the key service once, two at a time included", async () => {
    const { open, asked } = opening(["first"]);
    const sealed = await sealing();
    expect(await Promise.all([open(subject, sealed), open(subject, sealed)])).toEqual(["first", "first"]);
    expect(await open(subject, sealed)).toBe("first");
    expect(asked).toEqual([subject]);
  });

  it("is opened again once it is sealed again, and for another subject", async () => {
    const { open, asked } = opening(["first", "second", "third"]);
    const sealed = await sealing();
    expect(await open(subject, sealed)).toBe("first");
    expect(await open(subject, await sealing())).toBe("second");
    expect(await open("case/2/parties", sealed)).toBe("third");
    expect(asked).toHaveLength(3);
  });

  it("is asked for again after a failure", async () => {
    const { open } = opening([new Error("throttled"), "second"]);
    const sealed = await sealing();
    await expect(open(subject, sealed)).rejects.toThrow("throttled");
    expect(await open(subject, sealed)).toBe("second");
  });

  it("is forgotten when there are too many", async () => {
    const { open, asked } = opening([]);
    const sealed = await sealing();
    for (const about of [subject, "another", "a third", subject]) await open(about, sealed);
    expect(asked).toEqual([subject, "another", "a third", subject]);
  });

  it("is remembered beside another as long as there is room", async () => {
    const { open, asked } = opening([]);
    const sealed = await sealing();
    for (const about of [subject, "another", subject, "another"]) await open(about, sealed);
    expect(asked).toEqual([subject, "another"]);
  });
});

describe("without a data key", () => {
  it.each([{ Plaintext: dataKey }, { CiphertextBlob: wrapped }, {}])("nothing is sealed: %j", async (answer) => {
    const { client } = answeringKeys(() => answer);
    await expect(createSealer(client, "the-key").seal(subject, "text")).rejects.toThrow("gave no data key");
  });

  it("nothing is opened", async () => {
    const sealed = await careless().sealer.seal(subject, "text");
    const { client } = answeringKeys(() => ({}));
    await expect(createSealer(client, "the-key").open(subject, sealed)).rejects.toThrow("gave no data key");
  });
});
