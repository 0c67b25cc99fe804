import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createScanner, ScannerUnavailable } from "../../../shared/aws/virus-scanner.ts";
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

  it.each<[string, string, number]>([
    ["is over its own limit", "INSTREAM size limit exceeded. ERROR", 5_000],
    ["has no signatures", "stream: Can't load database ERROR", 5_000],
    ["speaks otherwise", "HTTP/1.1 400 Bad Request", 5_000],
    ["says that something was FOUND in no file", "FOUND", 5_000],
    ["hangs up", "", 5_000],
    ["says nothing", "silent", 100],
    ["says too much", "x".repeat(5_000), 5_000],
  ])("gives no verdict when it %s", async (_, answer, timeout) => {
    scanner.answerWith(answer);
    await expect(scan(Buffer.from("harmless"), timeout)).rejects.toThrow(ScannerUnavailable);
  });

  it("gives no verdict where there is none", async () => {
    const gone = await startStandInScanner();
    await gone.stop();
    await expect(createScanner(gone.address, 5_000)(virus)).rejects.toThrow("cannot be reached");
  });
});
