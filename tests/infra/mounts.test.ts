import { describe, expect, it } from "vitest";
import * as z from "zod";
import { describeApi, matchRoute } from "../../infra/local/api-routes.ts";
import type { FunctionSpec } from "../../infra/local/stack.ts";
import { mountsOf } from "../../infra/mounts.ts";
import { type ServiceName, services } from "../../shared/contracts/services.ts";
import { functionSpec } from "../local/fixture.ts";
import { synthesise } from "./synthesise.ts";

describe("the resources of several services", () => {
  const route = (path: string) => ({ path });
  const mounts = (routes: Record<"a" | "b", Record<string, { path: string }>>) =>
    mountsOf(routes, "a").map(({ resource, service }) => `${resource} ${service}`);

  it("leave to the general service what no other has", () => {
    expect(mounts({ a: { x: route("/v1/x"), y: route("/v1/x/{id}") }, b: {} })).toEqual(["/ a", "/{proxy+} a"]);
  });

  it("give a whole branch to its one service", () => {
    expect(mounts({ a: { x: route("/v1/x") }, b: { y: route("/v1/y"), z: route("/v1/y/{id}/z") } })).toEqual([
      "/ a",
      "/{proxy+} a",
      "/v1 a",
      "/v1/{proxy+} a",
      "/v1/y b",
      "/v1/y/{proxy+} b",
    ]);
  });

  it("give a service one address below another's, and hide nothing beside it", () => {
    const a = { x: route("/x"), one: route("/x/{id}"), step: route("/x/{id}/step") };
    expect(mounts({ a, b: { claim: route("/x/{id}/claim") } }).slice(2)).toEqual([
      "/x a",
      "/x/{id} a",
      "/x/{id}/{proxy+} a",
      "/x/{id}/claim b",
      "/x/{id}/claim/{proxy+} b",
    ]);
  });

  it("name what a parameter would otherwise catch", () => {
    expect(mounts({ a: { x: route("/x/new") }, b: { y: route("/x/{id}") } }).slice(2)).toEqual([
      "/x a",
      "/x/new a",
      "/x/new/{proxy+} a",
      "/x/{id} b",
      "/x/{id}/{proxy+} b",
    ]);
  });

  it("cannot be made when two services share an address", () => {
    expect(() => mounts({ a: { x: route("/x") }, b: { y: route("/x") } })).toThrow("/x is served by a and b");
  });
});

const nameIn = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }).transform(({ "Fn::GetAtt": [id] }) => id),
]);
const resourceOf = z.object({ ParentId: nameIn, PathPart: z.string() });
const methodOf = z.object({
  ResourceId: nameIn,
  HttpMethod: z.string(),
  Integration: z.object({ Uri: z.unknown() }),
});
const functionOf: Readonly<Record<ServiceName, string>> = {
  cases: "Api",
  registry: "Registry",
  office: "Office",
  people: "People",
  papers: "Papers",
  audit: "Audit",
};
const functions = [...Object.values(functionOf), "Console"].map(
  (name): FunctionSpec => ({ ...functionSpec, name, arn: `arn:${name}` }),
);

/** The front door of the synthesised template, as the local runner reads it. */
function frontDoor() {
  const { template } = synthesise();
  const resources = Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    const as = (properties: Record<string, unknown>) => [
      { id, type: Type, name: id, arn: `arn:${id}`, properties: { RestApiId: "api", ...properties } },
    ];
    if (Type === "AWS::ApiGateway::RestApi") return as({});
    if (Type === "AWS::ApiGateway::Resource") return as(resourceOf.parse(Properties));
    if (Type !== "AWS::ApiGateway::Method") return [];
    const { Integration, ...method } = methodOf.parse(Properties);
    const [called = ""] = functions.map(({ name }) => name).filter((name) => calls(Integration.Uri, name));
    return as({ ...method, Integration: { Type: "AWS_PROXY", Uri: `arn:x:path/functions/arn:${called}/invocations` } });
  });
  return describeApi(resources, functions)?.routes ?? [];
}
const calls = (uri: unknown, name: string): boolean => JSON.stringify(uri).includes(`["${name}","Arn"]`);

describe("the front door", () => {
  const doors = frontDoor();
  const all = Object.entries(services).flatMap(([service, routes]) =>
    Object.entries(routes).map(([operation, { method, path }]) => ({ service, operation, method, path })),
  );
  const reached = (method: string, path: string) => matchRoute(doors, method, path)?.route.target.name;

  it.each(all)("leads $method $path to the $service function", ({ service, method, path }) => {
    const expected = Object.entries(functionOf).find(([name]) => name === service)?.[1];
    expect(reached(method, path.replaceAll(/\{\w+\}/g, "x"))).toBe(expected);
  });

  it("leads to a function whatever is asked, so that every refusal is the platform's own", () => {
    for (const { path } of all) {
      const sample = path.replaceAll(/\{\w+\}/g, "x");
      for (const asked of [sample, `${sample}/further`, `${sample}/further/on`, sample.replace(/\/[^/]+$/, "")]) {
        expect(reached("PATCH", asked === "" ? "/" : asked), asked).toBeDefined();
      }
    }
    for (const page of ["/console", "/console/work", "/console/cases/x/accept"]) {
      expect(
        ["GET", "POST"].map((method) => reached(method, page)),
        page,
      ).toEqual(["Console", "Console"]);
    }
    expect(["/", "/docs", "/docs/start.js", "/openapi.json", "/v2"].map((path) => reached("GET", path))).toEqual(
      Array.from({ length: 5 }, () => "Api"),
    );
  });

  it("never has to come back from a resource, which API Gateway would not do", () => {
    const open = doors.filter(({ resource }) => !resource.endsWith("+}")).map(({ segments }) => segments);
    for (const segments of open) {
      const below = doors.filter((door) => segments.every((segment, index) => door.segments[index] === segment));
      const next = new Set(below.flatMap((door) => door.segments[segments.length] ?? []));
      expect(
        [...next].filter((segment) => segment.startsWith("{")),
        `/${segments.join("/")}`,
      ).toHaveLength(1);
    }
    expect(doors.map(({ method }) => method)).toEqual(doors.map(() => "ANY"));
  });
});

describe("the permissions of the front door", () => {
  it("may call each function it leads to, from its stage alone and by one permission", () => {
    const permissions = Object.values(synthesise().template.Resources).filter(
      ({ Type, Properties }) =>
        Type === "AWS::Lambda::Permission" && Properties?.["Principal"] === "apigateway.amazonaws.com",
    );
    expect(new Set(permissions.map(({ Properties }) => JSON.stringify(Properties?.["FunctionName"]))).size).toBe(
      permissions.length,
    );
    for (const { Properties } of permissions)
      expect(JSON.stringify(Properties?.["SourceArn"])).toMatch(/\/live\/\*\/\*"/);
    expect(permissions.length).toBeGreaterThan(5);
  });
});
