import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { asyncApiDocument } from "../../shared/contracts/asyncapi.ts";
import { describedTypes } from "../../shared/contracts/event-type-list.ts";
import { openApiDocument } from "../../shared/contracts/openapi.ts";
import type { Route } from "../../shared/contracts/route.ts";
import { routes } from "../../shared/contracts/routes.ts";
import { servicesOf } from "../support/api.ts";

const folder = mkdtempSync(join(tmpdir(), "accord-docs-"));
mkdirSync(join(folder, "docs"));
writeFileSync(join(folder, "openapi.json"), JSON.stringify(openApiDocument()));
writeFileSync(join(folder, "asyncapi.json"), JSON.stringify(asyncApiDocument()));
writeFileSync(join(folder, "event-types.json"), JSON.stringify({ types: describedTypes() }));
writeFileSync(join(folder, "docs", "swagger-ui.css"), "body{}");
writeFileSync(join(folder, "docs", "swagger-ui-bundle.js"), "void 0;");
writeFileSync(join(folder, "docs", "secret.txt"), "secret");
const services = servicesOf(folder);
const api = services.cases;
beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const absolute = /(?:^|[\s"'(=])(?:[a-z][a-z0-9+.-]*:)?\/\//im;

describe("the page of the documentation", () => {
  it("asks no other server for anything: no address in it is absolute", async () => {
    for (const path of ["/docs", "/docs/start.js"]) {
      const text = await (await api.request(path)).text();
      expect(text.length).toBeGreaterThan(50);
      expect(text, path).not.toMatch(absolute);
    }
  });

  it("is kept from asking by its content security policy", async () => {
    const policy = (await api.request("/docs")).headers.get("content-security-policy") ?? "";
    const directives = new Map(
      policy
        .split(";")
        .map((line) => line.trim().split(/\s+/))
        .map(([name, ...of]) => [name, of]),
    );
    expect(directives.get("default-src")).toEqual(["'none'"]);
    expect(directives.get("script-src")).toEqual(["'self'"]);
    expect(directives.get("connect-src")).toEqual(["'self'"]);
    expect(directives.get("frame-ancestors")).toEqual(["'none'"]);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
  });

  it("finds everything it names, of the right type", async () => {
    const page = await (await api.request("/docs")).text();
    const named = [...page.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)].map(([, path = ""]) => path);
    expect(named).toEqual(["docs/swagger-ui.css", "docs/swagger-ui-bundle.js", "docs/start.js"]);
    for (const path of named) {
      const answer = await api.request(`/${path}`);
      expect(answer.status, path).toBe(200);
      expect(answer.headers.get("content-type"), path).toMatch(
        path.endsWith(".css") ? /^text\/css/ : /^text\/javascript/,
      );
    }
  });

  it("needs no token, and shows the description that the route table makes", async () => {
    const answer = await api.request("/openapi.json");
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(await answer.json()).toEqual({ ...openApiDocument(), servers: [{ url: "https://localhost" }] });
  });

  const at = (domainName: string, headers: Record<string, string> = {}, path = "/openapi.json") =>
    api.request(
      "/openapi.json",
      { headers: { host: domainName, ...headers } },
      {
        requestContext: { domainName, path },
      },
    );
  const servers = z.object({ servers: z.array(z.strictObject({ url: z.string() })) });

  it.each([
    ["127.0.0.1:8787", "/live/openapi.json", "http", "http://127.0.0.1:8787"],
    [
      "x1.execute-api.cn-north-1.amazonaws.com.cn",
      "/live/openapi.json",
      "https",
      "https://x1.execute-api.cn-north-1.amazonaws.com.cn/live",
    ],
    ["accord.example.cn", "/openapi.json", "https", "https://accord.example.cn"],
  ])("says where it was asked for at %s", async (domain, path, protocol, url) => {
    const answer = await at(domain, { "x-forwarded-proto": protocol }, path);
    expect(servers.parse(await answer.json())).toEqual({ servers: [{ url }] });
  });

  it("comes packed to who takes that, as the same text, under an ETag of its own", async () => {
    const [plain, packed] = [await at("a.example"), await at("a.example", { "accept-encoding": "br, gzip;q=0.5" })];
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    const bytes = new Uint8Array(await packed.arrayBuffer());
    expect(bytes.length).toBeLessThan(60_000);
    expect(gunzipSync(bytes).toString()).toBe(await plain.text());
    expect(packed.headers.get("etag")).toMatch(/^"[\w-]{22}-gzip"$/);
    expect(plain.headers.get("etag")).toMatch(/^"[\w-]{22}"$/);
    expect(plain.headers.get("vary")).toBe("Accept-Encoding");
  });

  it.each(["identity", "gzip;q=0", "gzip; q=0.000, br", "gzipped"])(
    "comes unpacked to who takes %s",
    async (coding) => {
      expect((await at("a.example", { "accept-encoding": coding })).headers.get("content-encoding")).toBeNull();
    },
  );

  it("is not sent again to who has it, in whatever form, and is when it is another", async () => {
    const etag = (await at("a.example")).headers.get("etag") ?? "";
    for (const had of [etag, `W/${etag}`, `"other", ${etag}`, etag.replace(/"$/, '-gzip"'), "*"]) {
      const answer = await at("a.example", { "if-none-match": had });
      expect({ status: answer.status, etag: answer.headers.get("etag"), text: await answer.text() }, had).toEqual({
        status: 304,
        etag,
        text: "",
      });
    }
    for (const had of ['"other"', etag.replaceAll('"', "")])
      expect((await at("a.example", { "if-none-match": had })).status, had).toBe(200);
    expect((await at("b.example", { "if-none-match": etag })).status).toBe(200);
  });

  it.each(["/asyncapi.json", "/v1/event-types"])(
    "comes with %s, which is packed, tagged and not sent again as it is itself",
    async (path) => {
      const [plain, packed] = [
        await api.request(path),
        await api.request(path, { headers: { "accept-encoding": "gzip" } }),
      ];
      expect([plain.status, plain.headers.get("content-type")]).toEqual([200, "application/json"]);
      expect(packed.headers.get("content-encoding")).toBe("gzip");
      expect(gunzipSync(new Uint8Array(await packed.arrayBuffer())).toString()).toBe(await plain.clone().text());
      const etag = plain.headers.get("etag") ?? "";
      expect(packed.headers.get("etag")).toBe(etag.replace(/"$/, '-gzip"'));
      for (const had of [etag, etag.replace(/"$/, '-gzip"')]) {
        const again = await api.request(path, { headers: { "if-none-match": had } });
        expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, etag, ""]);
      }
    },
  );

  it("tells of the AsyncAPI document where it was asked for", async () => {
    const host = "x1.execute-api.cn-north-1.amazonaws.com.cn";
    const answer = await api.request(
      "/asyncapi.json",
      { headers: { host } },
      { requestContext: { domainName: host, path: "/live/asyncapi.json" } },
    );
    const platform = { host, pathname: "/live", protocol: "https" };
    expect(await answer.json()).toEqual({ ...asyncApiDocument(), servers: { platform } });
  });

  it.each(["/docs/secret.txt", "/docs/..%2Fopenapi.json", "/docs/%2e%2e%2fopenapi.json", "/docs/constructor"])(
    "gives out nothing else that lies beside it: %s",
    async (path) => {
      const answer = await api.request(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(await answer.json()).toMatchObject({ code: "unknown-route" });
    },
  );
});

describe("a request without a token", () => {
  const withoutToken = Object.values<Route>(routes)
    .filter(({ anonymous }) => anonymous)
    .map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ":$1"));

  it("is refused on every operation but those that nobody can have a token for yet, and health, before anything is read", async () => {
    const served = Object.values(services).flatMap((service) =>
      service.routes
        .filter(({ method, path }) => method !== "ALL" && path.startsWith("/v1"))
        .map(({ method, path }) => ({ service, method, path }))
        .filter(({ path }) => !withoutToken.includes(path)),
    );
    expect(withoutToken).toHaveLength(7);
    expect(served.length).toBeGreaterThan(60);
    for (const { service, method, path } of served) {
      const answer = await service.request(path.replaceAll(/:\w+/g, "x"), { method });
      expect({ path, status: answer.status, body: await answer.json() }).toMatchObject({
        status: 401,
        body: { code: "token-missing" },
      });
    }
  });
});
