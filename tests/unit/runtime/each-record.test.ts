import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { eachMessage, eachNewImage } from "../../../shared/runtime/each-record.ts";

let log: string[];
beforeEach(() => {
  log = [];
  vi.spyOn(process.stdout, "write").mockImplementation((line) => log.push(String(line)) > 0);
  const times = [1_000, 1_012.6];
  vi.spyOn(performance, "now").mockImplementation(() => times.shift() ?? 0);
});
afterEach(() => {
  vi.restoreAllMocks();
});
const lines = () => log.map((line) => JSON.parse(line));

const messages = (...bodies: string[]) => ({
  Records: bodies.map((body, index) => ({ messageId: `message ${index}`, body, eventSource: "aws:sqs" })),
});
const images = (...contents: object[]) => ({
  Records: contents.map((NewImage, index) => ({
    eventName: "INSERT",
    dynamodb: { SequenceNumber: `record ${index}`, NewImage, Keys: {} },
  })),
});

describe("a queue's batch", () => {
  it("is run message by message, parsed, and told in one line", async () => {
    const run: unknown[] = [];
    const handle = eachMessage("unit", async (json) => void run.push(json));
    expect(await handle(messages('{"a":1}', "[2]"))).toEqual({ batchItemFailures: [] });
    expect(run).toEqual([{ a: 1 }, [2]]);
    expect(lines()).toEqual([{ unit: "unit", outcome: "ok", count: 2, milliseconds: 13 }]);
  });

  it("hands back alone the messages that failed, each with a line that says why", async () => {
    const handle = eachMessage("unit", async (json) => {
      if (json === 1) throw new TypeError("one is bad");
      if (json === 2) throw "a text";
    });
    const failed = await handle(messages("0", "1", "2", "no JSON"));
    expect(new Set(failed.batchItemFailures)).toEqual(
      new Set(["message 1", "message 2", "message 3"].map((itemIdentifier) => ({ itemIdentifier }))),
    );
    const outcome = "failed";
    expect(lines()).toHaveLength(4);
    expect(lines()).toEqual(
      expect.arrayContaining([
        { unit: "unit", outcome, requestId: "message 1", error: "TypeError: one is bad" },
        { unit: "unit", outcome, requestId: "message 2", error: "a text" },
        { unit: "unit", outcome, requestId: "message 3", error: expect.stringMatching(/^SyntaxError: /) },
      ]),
    );
    expect(lines().at(-1)).toEqual({ unit: "unit", outcome, count: 4, milliseconds: 13 });
  });

  it("hands back a message whose work throws before it waits", async () => {
    const handle = eachMessage("unit", () => {
      throw new Error("at once");
    });
    expect(await handle(messages("1"))).toEqual({ batchItemFailures: [{ itemIdentifier: "message 0" }] });
  });

  it("is answered only when all of it is done", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let answered = false;
    const handling = eachMessage(
      "unit",
      () => promise,
    )(messages("1")).then(() => {
      answered = true;
    });
    await new Promise(setImmediate);
    expect(answered).toBe(false);
    resolve();
    await handling;
    expect(answered).toBe(true);
  });

  it.each([{}, { Records: [{ body: "1" }] }, { Records: [{ messageId: "1" }] }, null])(
    "that is none is refused whole: %j",
    (event) => {
      expect(() => eachMessage("unit", async () => {})(event)).toThrow();
    },
  );
});

describe("a stream's batch", () => {
  it("is run image by image, as it came over the wire", async () => {
    const run: unknown[] = [];
    const handle = eachNewImage("unit", async (image) => void run.push(image));
    expect(await handle(images({ pk: { S: "a" } }, { pk: { S: "b" } }))).toEqual({ batchItemFailures: [] });
    expect(run).toEqual([{ pk: { S: "a" } }, { pk: { S: "b" } }]);
  });

  it("hands back alone the records that failed, by sequence number", async () => {
    const handle = eachNewImage("unit", async (image) => {
      if ("bad" in image) throw new Error("bad");
    });
    expect(await handle(images({}, { bad: {} }, {}))).toEqual({ batchItemFailures: [{ itemIdentifier: "record 1" }] });
  });

  it.each([
    { Records: [{ dynamodb: { SequenceNumber: "1" } }] },
    { Records: [{ dynamodb: { SequenceNumber: "1", NewImage: null } }] },
    { Records: [{ dynamodb: { SequenceNumber: "1", NewImage: "image" } }] },
    { Records: [{ dynamodb: { NewImage: {} } }] },
  ])("that is none is refused whole: %j", (event) => {
    expect(() => eachNewImage("unit", async () => {})(event)).toThrow();
  });
});
