import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describedTypes } from "../../../shared/contracts/event-type-list.ts";
import { accord, platform } from "./command-line.ts";

const types = describedTypes();
let server: Awaited<ReturnType<typeof platform>>;
const eventTypes = (...args: string[]) => accord(["event-types", ...args, "--url", server.url]);

beforeEach(async () => {
  server = await platform(() => ({ status: 200, body: { types } }));
});
afterEach(() => server.close());

describe("accord event-types", () => {
  it("lists what is told, by whom and how, and needs no key", async () => {
    const { exitCode, out } = await eventTypes("--lang", "zh");
    expect(exitCode).toBe(0);
    expect(out.match(/case\.closed.*/)?.[0]).toMatch(/结案.*本案有关单位.*inbox webhook/);
    expect(out.match(/key\.expiring.*/)?.[0]).toMatch(/密钥即将到期.*本机构.*│ inbox [ │]*$/);
    expect(server.served.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /v1/event-types"]);
    expect(server.served[0]?.headers.authorization).toBeUndefined();
  });

  it("shows an example of one, and for programs its schemas", async () => {
    const [closed] = types.filter(({ type }) => type === "case.closed");
    const { out } = await eventTypes("case.closed", "--lang", "en");
    expect(JSON.parse(out.slice(out.indexOf("{")))).toEqual({
      inbox: closed?.inbox?.example,
      webhook: closed?.webhook?.example,
    });
    expect(JSON.parse((await eventTypes("case.closed", "--json")).out)).toEqual(closed);
  });

  it("says so when there is no such type", async () => {
    const { exitCode, err } = await eventTypes("case.lost", "--lang", "en");
    expect([exitCode, err]).toEqual([2, expect.stringContaining("case.lost")]);
  });
});
