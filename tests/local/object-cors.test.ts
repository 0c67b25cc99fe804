import { describe, expect, it } from "vitest";
import { type CorsRule, corsHeaders, corsRulesOf, preflightAnswer } from "../../infra/local/object-cors.ts";

const resource = (CorsRules: unknown[]) => ({
  id: "Files",
  type: "AWS::S3::Bucket",
  name: "files",
  arn: "arn:aws:s3:::files",
  properties: { CorsConfiguration: { CorsRules } },
});
const rulesOf = (...given: object[]): readonly CorsRule[] => corsRulesOf([resource(given)]).get("files") ?? [];
const pages = {
  AllowedOrigins: ["https://*.example"],
  AllowedMethods: ["PUT"],
  AllowedHeaders: ["X-Amz-*", "content-type"],
  ExposedHeaders: ["etag"],
  MaxAge: 300,
};
const anyone = { AllowedOrigins: ["*"], AllowedMethods: ["GET"] };
const rules = rulesOf(pages, anyone);

const ask = (origin: string, method: string, asked?: string) =>
  preflightAnswer(rules, {
    origin,
    "access-control-request-method": method,
    ...(asked !== undefined && { "access-control-request-headers": asked }),
  });

describe("a preflight", () => {
  it("is answered with the rule that lets the page in", () => {
    expect(ask("https://city.example", "PUT", "x-amz-checksum-sha256, Content-Type")).toMatchObject({
      status: 200,
      headers: {
        "access-control-allow-origin": "https://city.example",
        "access-control-allow-methods": "PUT",
        "access-control-allow-headers": "x-amz-checksum-sha256, content-type",
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "etag",
        "access-control-max-age": "300",
      },
    });
    const { headers } = ask("https://elsewhere.invalid", "GET");
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers).not.toHaveProperty("access-control-allow-credentials");
  });

  it.each([
    ["from another origin", "https://city.example.invalid", "PUT", undefined],
    ["by plain HTTP", "http://city.example", "PUT", undefined],
    ["for another method", "https://city.example", "DELETE", undefined],
    ["with a header that is not allowed", "https://city.example", "PUT", "x-amz-date,authorization"],
    ["with a header for a rule that allows none", "https://elsewhere.invalid", "GET", "x-amz-date"],
  ])("%s is refused", (_case, origin, method, asked) => {
    expect(ask(origin, method, asked)).toMatchObject({ status: 403 });
  });

  it("is refused by a bucket without rules, and is none without an origin", () => {
    const headers = { origin: "https://city.example", "access-control-request-method": "PUT" };
    expect(preflightAnswer([], headers).status).toBe(403);
    expect(preflightAnswer(rules, { "access-control-request-method": "PUT" }).status).toBe(400);
  });
});

describe("an answer to a page of another origin", () => {
  it("names the origin that is let in, and nothing for others", () => {
    expect(corsHeaders(rules, "PUT", { origin: "https://city.example" })).toMatchObject({
      "access-control-allow-origin": "https://city.example",
      vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    });
    expect(corsHeaders(rules, "PUT", { origin: "https://elsewhere.invalid" })).toEqual({});
    expect(corsHeaders(rules, "PUT", {})).toEqual({});
  });
});

describe("rules that the runner cannot read", () => {
  it("stop the start", () => {
    expect(() => rulesOf({ AllowedOrigins: "*" })).toThrow("Files cannot run locally");
  });
});
