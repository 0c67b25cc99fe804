import { describe, expect, it } from "vitest";
import { describeApi, matchRoute } from "../../infra/local/api-routes.ts";
import type { Resource } from "../../infra/local/template.ts";
import { functionSpec } from "./fixture.ts";

const resource = (id: string, kind: string, properties: Record<string, unknown>): Resource => ({
  id,
  type: `AWS::ApiGateway::${kind}`,
  name: id,
  arn: `arn:${id}`,
  properties: { RestApiId: "Api", ...properties },
});
const proxy = { Type: "AWS_PROXY", Uri: `arn:x:path/functions/${functionSpec.arn}/invocations` };
const api = describeApi(
  [
    resource("Api", "RestApi", { Name: "api", BinaryMediaTypes: ["image/png"] }),
    resource("Cases", "Resource", { ParentId: "Api.RootResourceId", PathPart: "cases" }),
    resource("Case", "Resource", { ParentId: "Cases", PathPart: "{id}" }),
    resource("Any", "Resource", { ParentId: "Api.RootResourceId", PathPart: "{proxy+}" }),
    resource("AnyMethod", "Method", { ResourceId: "Any", HttpMethod: "ANY", Integration: proxy }),
    resource("CaseMethod", "Method", { ResourceId: "Case", HttpMethod: "GET", Integration: proxy }),
    resource("RootMethod", "Method", { ResourceId: "Api.RootResourceId", HttpMethod: "ANY", Integration: proxy }),
  ],
  [functionSpec],
);

describe("a path", () => {
  it.each([
    ["GET", "/", "/", null],
    ["GET", "/cases/a%20b", "/cases/{id}", { id: "a b" }],
    ["POST", "/cases/1", "/{proxy+}", { proxy: "cases/1" }],
    ["GET", "/a/b/c", "/{proxy+}", { proxy: "a/b/c" }],
  ])("%s %s goes to %s", (method, path, expected, parameters) => {
    const match = matchRoute(api?.routes ?? [], method, path);
    expect([match?.route.resource, match?.pathParameters]).toEqual([expected, parameters]);
  });

  it("that no resource has goes nowhere", () => {
    const routes = api?.routes.filter(({ resource }) => resource !== "/{proxy+}") ?? [];
    expect(matchRoute(routes, "GET", "/other")).toBeUndefined();
  });
});

describe("an API", () => {
  it("with another kind of integration or authorisation cannot be served", () => {
    const method = { ResourceId: "Api.RootResourceId", HttpMethod: "GET", Integration: proxy };
    const refused = [{ AuthorizationType: "AWS_IAM" }, { Integration: { Type: "MOCK", Uri: "" } }];
    for (const change of refused) {
      const resources = [resource("Api", "RestApi", {}), resource("M", "Method", { ...method, ...change })];
      expect(() => describeApi(resources, [functionSpec])).toThrow("M (");
    }
  });

  it("whose own answers hold variables cannot be served", () => {
    const ResponseTemplates = { "application/json": '{"message":$context.error.messageString}' };
    const answer = resource("R", "GatewayResponse", { ResponseType: "THROTTLED", ResponseTemplates });
    expect(() => describeApi([resource("Api", "RestApi", {}), answer], [])).toThrow("R (");
  });
});
