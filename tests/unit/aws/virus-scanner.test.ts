import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createScanner, ScannerUnavailable, scannerAt } from "../../../shared/aws/virus-scanner.ts";
import { type StandInScanner, startStandInScanner, testVirus } from "../../support/stand-in-scanner.ts";

let scanner: StandInScanner;
beforeAll(async () => {
  scanner = await startStandInScanner();
});
afterAll(() => scanner.stop());
beforeEach(() => scanner.answerWith(undefined));

const scan = (bytes: Uint8Array, timeout = 5_000) => createScanner(scanner.address, timeout)(bytes);
const virus = Buffer.from(testVirus);

describe("a scanner", () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 3_000_000])("finds nothing in %i harmless bytes", async (length) => {
    expect(await scan(Buffer.alloc(length, 7))).toEqual({ found: undefined });
  });

  it.each([0, 65_500, 65_536, 2_000_000])(
    "finds a virus behind %i bytes, across the border of chunks too",
    async (length) => {
      expect(await scan(Buffer.concat([Buffer.alloc(length), virus, Buffer.alloc(9)]))).toEqual({
        found: "Eicar-Test-Signature",
      });
    },
  );

  it.each<[string, string, string, number]>([
    [
      "is over its own limit",
      "INSTREAM size limit exceeded. ERROR",
      "answered INSTREAM size limit exceeded. ERROR",
      5_000,
    ],
    ["has no signatures", "stream: Can't load database ERROR", "answered stream: Can't load database ERROR", 5_000],
    ["speaks otherwise", "HTTP/1.1 400 Bad Request", "answered HTTP/1.1 400 Bad Request", 5_000],
    ["says that something was FOUND in no file", "FOUND", "answered FOUND", 5_000],
    ["tells of another file", "other stream: Virus FOUND", "answered other stream: Virus FOUND", 5_000],
    ["goes on after what it found", "stream: Virus FOUND not", "answered stream: Virus FOUND not", 5_000],
    ["hangs up", "", "hung up", 5_000],
    ["says nothing", "silent", "did not answer in time", 100],
    ["says too much", "x".repeat(5_000), "answered more than a line", 5_000],
  ])("gives no verdict when it %s", async (_, answer, why, timeout) => {
    scanner.answerWith(answer);
    await expect(scan(Buffer.from("harmless"), timeout)).rejects.toThrow(new ScannerUnavailable(`the scanner ${why}`));
  });

  it("tells the beginning of a long answer that it does not know", async () => {
    scanner.answerWith("y".repeat(300));
    const why = `the scanner answered ${"y".repeat(100)}`;
    await expect(scan(Buffer.from("harmless"))).rejects.toThrow(new ScannerUnavailable(why));
  });

  it("lets the connection go when it says nothing", async () => {
    scanner.answerWith("silent");
    await expect(scan(virus, 100)).rejects.toThrow(ScannerUnavailable);
    await expect.poll(() => scanner.connected()).toBe(0);
  });

  it("gives no verdict where there is none, and says why", async () => {
    const gone = await startStandInScanner();
    await gone.stop();
    await expect(createScanner(gone.address, 5_000)(virus)).rejects.toMatchObject({
      name: "ScannerUnavailable",
      message: "the scanner cannot be reached",
      cause: { code: "ECONNREFUSED" },
    });
  });

  it("is found at an address of IPv6", async () => {
    const there = await startStandInScanner("::1");
    try {
      expect(there.address).toMatch(/^\[::1\]:\d+$/);
      expect(await createScanner(there.address, 5_000)(virus)).toEqual({ found: "Eicar-Test-Signature" });
    } finally {
      await there.stop();
    }
  });

  it("is asked where a deployment names one, and not otherwise", async () => {
    expect(scannerAt("")).toBeUndefined();
    expect(await scannerAt(scanner.address)?.(virus)).toEqual({ found: "Eicar-Test-Signature" });
  });
});
