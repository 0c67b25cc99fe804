import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundledSettings } from "../../../shared/domain/house-settings.ts";
import { accord, emptyDirectory, platform } from "./command-line.ts";

let folder: string;
let server: Awaited<ReturnType<typeof platform>>;
const sent = async (...options: string[]): Promise<unknown> => {
  await accord([
    "settings",
    "set",
    "330483",
    ...options,
    "--as",
    "justice-bureau",
    "--keys",
    folder,
    "--url",
    server.url,
  ]);
  return JSON.parse(server.served.at(-1)?.body ?? "");
};

beforeEach(async () => {
  folder = await emptyDirectory();
  server = await platform(() => ({ status: 200, body: bundledSettings }));
  await accord(["keys", "new", "justice-bureau", "--keys", folder]);
});
afterEach(() => server.close());

describe("accord settings set", () => {
  it("says of the digest what it was told, and nothing otherwise", async () => {
    expect(await sent("--merging", "1")).toEqual({ twoPersons: { merging: false } });
    expect(await sent("--digest", "17:00")).toMatchObject({ digest: { isSent: true, at: "17:00" } });
    expect(await sent("--digest", "off", "--digest-days", "5")).toMatchObject({
      digest: { isSent: false, dueDays: 5 },
    });
  });
});
