import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { problems } from "../../../shared/contracts/problems.ts";
import { accord, emptyDirectory, platform } from "./command-line.ts";

const at = "2026-07-01T01:00:00.000Z";
const endpoint = { endpointId: "e-1", url: "https://example.org/hooks", createdAt: at };

let folder: string;
let answer: Parameters<typeof platform>[0];
let server: Awaited<ReturnType<typeof platform>>;
const webhooks = (...args: string[]) =>
  accord(["webhooks", ...args, "--as", "justice-bureau", "--keys", folder, "--url", server.url, "--lang", "zh"]);
const sent = () => server.served.map(({ method, path, body }) => [method, path, body === "" ? "" : JSON.parse(body)]);

beforeEach(async () => {
  folder = await emptyDirectory();
  server = await platform((request) => answer(request));
  await accord(["keys", "new", "justice-bureau", "--keys", folder]);
});
afterEach(() => server.close());

describe("accord webhooks", () => {
  it("adds an address with its description, its signing and its headers, whose values may hold colons", async () => {
    answer = () => ({ status: 201, body: { ...endpoint, publicKey: "whpk_x", secret: "whpk_x" } });
    const options = ["--description", "业务系统", "--ed25519", "--header", "X-Api-Key: a:b", "Authorization: Bearer c"];
    const { exitCode, out } = await webhooks("add", endpoint.url, ...options);
    expect([exitCode, out.includes("whpk_x")]).toEqual([0, true]);
    const headers = [
      { name: "x-api-key", value: "a:b" },
      { name: "authorization", value: "Bearer c" },
    ];
    const body = { url: endpoint.url, description: "业务系统", signing: "ed25519", headers };
    expect(sent()).toEqual([["POST", "/v1/webhook-endpoints", body]]);
  });

  it("sends nothing when a header is not allowed", async () => {
    expect((await webhooks("add", endpoint.url, "--header", "Host: elsewhere")).exitCode).toBe(1);
    expect(sent()).toEqual([]);
  });

  it.each([
    [{}, "正常"],
    [{ failingSince: at }, "推送失败"],
    [{ failingSince: at, restsUntil: at }, "响应过慢"],
    [{ failingSince: at, off: { at, why: "gone" } }, "已不存在"],
    [{ off: { at, why: "paused" }, held: { at } }, "协调机构已暂停"],
    [{ off: { at, why: "paused" }, held: { at } }, "；已暂停"],
    [{ stopped: "suspended", failingSince: at }, "不推送：机构已暂停"],
    [{ stopped: "keyless", held: { at } }, "不推送：机构已无密钥；协调机构已暂停"],
  ])("lists each with how it does: %j", async (health, words) => {
    answer = () => ({ status: 200, body: { endpoints: [{ ...endpoint, health }] } });
    expect((await webhooks("list")).out).toContain(words);
  });

  it("changes an address without its headers, or with headers given again", async () => {
    const elsewhere = "https://hooks.example/";
    await webhooks("change", "e-1", "--address", elsewhere, "--without-headers");
    await webhooks("change", "e-1", "--address", elsewhere, "--header", "X-Key: again");
    expect(sent().map(([, , body]) => body)).toEqual([
      { url: elsewhere, headers: null },
      { url: elsewhere, headers: [{ name: "x-key", value: "again" }] },
    ]);
  });

  it("names the endpoint that there is, which the hint speaks of", async () => {
    const { title, action } = problems["endpoint-exists"];
    const problem = { type: "urn:accord:problem:endpoint-exists", title: title.en, status: 409, action: action.en };
    answer = () => ({ status: 409, body: { ...problem, code: "endpoint-exists", endpointId: "e-1", deep: { a: 1 } } });
    const { err } = await webhooks("add", endpoint.url);
    expect([err.includes("  endpointId: e-1"), err.includes("deep")]).toEqual([true, false]);
  });

  it("says how one does once it is paused or resumed", async () => {
    answer = () => ({ status: 200, body: { off: { at, why: "paused" } } });
    expect((await webhooks("pause", "e-1")).out).toContain("已暂停");
    answer = () => ({ status: 200, body: {} });
    expect((await webhooks("resume", "e-1")).out).toContain("正常");
  });

  it("rotates, and says until when the earlier secrets also sign", async () => {
    answer = () => ({ status: 200, body: { endpointId: "e-1", secret: "whsec_new", rotated: [{ until: at }] } });
    const { out } = await webhooks("rotate", "e-1");
    expect([out.includes("whsec_new"), out.includes("旧密钥继续签名至")]).toEqual([true, true]);
    expect(sent()).toEqual([["POST", "/v1/webhook-endpoints/e-1/rotate", ""]]);
  });

  it("tests one, and shows the id of the event", async () => {
    answer = () => ({ status: 200, body: { eventId: "test.1" } });
    expect((await webhooks("test", "e-1")).out).toContain("test.1");
  });

  it("shows a county's, all pages of them, and holds and releases one", async () => {
    const shown = { organisationId: "police", host: "example.org", endpointId: "e-1", createdAt: at, health: {} };
    answer = ({ method, path }) => {
      if (method === "POST") return { status: 200, body: path.endsWith("/hold") ? { held: { at } } : {} };
      const isSecond = path.includes("cursor=");
      const endpoints = [{ ...shown, endpointId: isSecond ? "e-2" : "e-1" }];
      return { status: 200, body: isSecond ? { endpoints } : { endpoints, cursor: "more" } };
    };
    const { out } = await webhooks("county", "--county", "330483");
    expect(["e-1", "e-2", "example.org"].map((text) => out.includes(text))).toEqual([true, true, true]);
    expect((await webhooks("hold", "police", "e-1")).out).toContain("协调机构已暂停");
    expect((await webhooks("release", "police", "e-1")).out).toContain("正常");
    expect(sent().map(([, path]) => path)).toEqual([
      "/v1/county-webhook-endpoints?limit=50&county=330483",
      "/v1/county-webhook-endpoints?limit=50&cursor=more&county=330483",
      "/v1/organisations/police/webhook-endpoints/e-1/hold",
      "/v1/organisations/police/webhook-endpoints/e-1/release",
    ]);
  });
});
