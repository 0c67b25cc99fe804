import type { LambdaEvent } from "hono/aws-lambda";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { handle } from "../../functions/http/lambda.ts";
import { type Operation, openOperationsOn } from "../../functions/http/operation.ts";
import { createService } from "../../functions/http/service.ts";
import { problemDocument as gatewayProblem } from "../../infra/gateway-problems.ts";
import { refuseInput } from "../../shared/client/errors.ts";
import { problemDocument, problems } from "../../shared/contracts/problems.ts";
import { route } from "../../shared/contracts/route.ts";
import { once } from "../../shared/domain/once.ts";
import { createQuotas } from "../../shared/runtime/quotas.ts";
import { answeringTable } from "../support/answering-table.ts";
import { servicesOf } from "../support/api.ts";

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

const { table } = answeringTable(() => ({}));
const platform = {
  table,
  audience: "accord",
  bootstrap: undefined,
  now: () => "2026-03-03T02:00:00.000Z",
  quotas: createQuotas(table),
};
const answering = (path: string, headers: Record<string, string>, tagged?: true): Operation<typeof platform> => ({
  route: { method: "GET", path, ...(tagged && { tagged }) },
  open: true,
  serve: async () => ({ status: 200, body: { said: path }, headers }),
});
const app = createService(platform, {
  plain: answering("/v1/plain", { "X-Of-The-Answer": "stays" }),
  version: answering("/v1/version", { ETag: '"7"', "Content-Location": "/v1/other" }),
  own: answering("/v1/own", { ETag: '"mine"' }, true),
});

describe.each(["/v1/plain", "/v1/version", "/v1/own"])("an answer to GET %s", (path) => {
  it("has a tag, by which it is not sent again", async () => {
    const whole = await app.request(path);
    const etag = whole.headers.get("etag") ?? "";
    expect(etag).toMatch(
      path === "/v1/own" ? /^"mine"$/ : path === "/v1/version" ? /^"7\.[\w-]{22}"$/ : /^"[\w-]{22}"$/,
    );
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const answer = await app.request(path, { headers: { "if-none-match": known } });
      expect([answer.status, await answer.text()], known).toEqual([304, ""]);
      expect(answer.headers.get("etag")).toBe(etag);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("content-type")).toBeNull();
      expect(answer.headers.get("content-location")).toBe(path === "/v1/version" ? "/v1/other" : null);
    }
    const other = await app.request(path, { headers: { "if-none-match": '"other"' } });
    expect([other.status, await other.json()]).toEqual([200, { said: path }]);
  });

  it("is the one to HEAD without its body", async () => {
    for (const headers of [{}, { "if-none-match": "*" }]) {
      const [whole, head] = [
        await app.request(path, { headers }),
        await app.request(path, { headers, method: "HEAD" }),
      ];
      expect([head.status, [...head.headers]]).toEqual([whole.status, [...whole.headers]]);
      expect(await head.text()).toBe("");
    }
  });
});

describe("every address of the API", () => {
  const served = Object.values(servicesOf()).flatMap((service) =>
    service.routes.filter(({ path }) => path.startsWith("/v1")).map((route) => ({ ...route, service })),
  );
  const gets = served.filter(({ method }) => method === "GET");

  it("that takes GET takes HEAD: with the same headers, also where it refuses", async () => {
    expect(gets.length).toBeGreaterThan(30);
    for (const { path, service } of gets) {
      const at = path.replaceAll(/:\w+/g, "x");
      const [whole, head] = [await service.request(at), await service.request(at, { method: "HEAD" })];
      expect([path, head.status, [...head.headers]]).toEqual([path, whole.status, [...whole.headers]]);
      expect(await head.text()).toBe("");
    }
  });

  it("names HEAD beside GET among what it takes", async () => {
    for (const { path, service } of served.filter(({ method }) => method === "ALL")) {
      const answer = await service.request(path.replaceAll(/:\w+/g, "x"), { method: "PURGE" });
      expect(answer.status, path).toBe(405);
      const allowed = (answer.headers.get("allow") ?? "").split(", ");
      expect(allowed.includes("HEAD"), path).toBe(allowed.includes("GET"));
      expect(allowed.includes("GET"), path).toBe(gets.some((one) => one.path === path && one.service === service));
    }
  });
});

describe("the page of the documentation", () => {
  it("is found with a slash at the end as well, below whatever stage", async () => {
    const answer = await servicesOf().cases.request("/docs/");
    expect(answer.status).toBe(308);
    const target = answer.headers.get("location") ?? "";
    expect(new URL(target, "https://api.example/live/docs/").href).toBe("https://api.example/live/docs");
    expect(new URL(target, "https://api.example/docs/").href).toBe("https://api.example/docs");
  });
});

describe("a problem document", () => {
  it("has one form of type, from the function, from API Gateway and in the client", async () => {
    const fromFunction = problemDocument().parse(await (await app.request("/v1/nothing")).json());
    const fromGateway = problemDocument().parse(JSON.parse(gatewayProblem("body-too-large")));
    const { problem: fromClient } = refuseInput("invalid-body", "en", {});
    for (const { type, code } of [fromFunction, fromGateway, fromClient]) {
      expect(type).toBe(`urn:accord:problem:${code}`);
      expect(code in problems).toBe(true);
    }
  });

  it("is in the language that is preferred, and says so", async () => {
    const ask = async (language: string) => {
      const answer = await app.request("/v1/nothing", { headers: { "accept-language": language } });
      return [answer.headers.get("content-language"), problemDocument().parse(await answer.json()).title];
    };
    const { en, zh } = problems["unknown-route"].title;
    expect(await ask("en;q=0.8, zh;q=0.9")).toEqual(["zh", zh]);
    expect(await ask("zh;q=0.8, en;q=0.9")).toEqual(["en", en]);
    expect(await ask("fr, zh-CN;q=0.3")).toEqual(["zh", zh]);
  });
});

describe("a query", () => {
  const list = route({
    ...{ method: "GET", path: "/v1/list", tag: "health", roles: [], open: true, anonymous: true },
    query: once(() => z.strictObject({ limit: z.coerce.number().default(50), as: z.string().exactOptional() })),
    responses: { 200: once(() => z.looseObject({})) },
  });
  const serve = openOperationsOn<typeof platform>()(list, async (_, { query }) => ({ status: 200, body: query }));
  const listing = createService(platform, { list: serve });
  const ask = async (query: string) => {
    const answer = await listing.request(`/v1/list${query}`);
    return [answer.status, await answer.json()];
  };

  it("is read, and what is left out is filled in", async () => {
    expect(await ask("?as=sender")).toEqual([200, { limit: 50, as: "sender" }]);
    expect(await ask("?limit=2&as=a%26b")).toEqual([200, { limit: 2, as: "a&b" }]);
  });

  it.each([
    ["?as=sender&as=holder", "as"],
    ["?as=sender&as=sender", "as"],
    ["?limit=2&limit=3", "limit"],
  ])("that says one thing twice is refused, and not half read: %s", async (query, path) => {
    expect(await ask(query)).toEqual([
      400,
      expect.objectContaining({ code: "invalid-parameters", errors: [expect.objectContaining({ path })] }),
    ]);
  });
});

describe("a request as API Gateway hands it on", () => {
  const lambda = (httpMethod: string, body: string | null): LambdaEvent => ({
    ...{ version: "1.0", resource: "/", path: "/v1/plain", httpMethod, headers: {}, multiValueHeaders: {} },
    ...{ queryStringParameters: {}, isBase64Encoded: false, body },
    requestContext: {
      ...{ accountId: "0", apiId: "a", authorizer: {}, domainName: "d", domainPrefix: "d", extendedRequestId: "e" },
      ...{ httpMethod, path: "/v1/plain", protocol: "HTTP/1.1", requestId: "r", requestTime: "", requestTimeEpoch: 0 },
      ...{ resourcePath: "/", stage: "v1", identity: { sourceIp: "203.0.113.7", userAgent: "test" } },
    },
  });

  it.each(["GET", "HEAD"])(
    "%s is answered whatever body comes with it, and nothing else is written",
    async (method) => {
      const complaint = vi.spyOn(console, "error").mockReturnValue();
      const [bare, beside] = [await handle(app)(lambda(method, null)), await handle(app)(lambda(method, "{}"))];
      expect(bare.statusCode).toBe(200);
      expect(beside).toEqual(bare);
      expect(complaint.mock.calls).toEqual([]);
    },
  );
});
