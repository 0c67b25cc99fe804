import type { IncomingHttpHeaders } from "node:http";
import * as z from "zod";
import { LocalFailure } from "./failure.ts";
import { type ObjectAnswer, objectError } from "./object-requests.ts";
import type { Resource } from "./template.ts";

const ruleSchema = z.object({
  AllowedOrigins: z.array(z.string()),
  AllowedMethods: z.array(z.string()),
  AllowedHeaders: z.array(z.string()).default([]),
  ExposedHeaders: z.array(z.string()).default([]),
  MaxAge: z.coerce.number().exactOptional(),
});
const bucketSchema = z.object({
  CorsConfiguration: z.object({ CorsRules: z.array(ruleSchema) }).default({ CorsRules: [] }),
});

/** One of the rules by which a bucket lets pages of other origins in. */
export type CorsRule = z.infer<typeof ruleSchema>;

/** The rules of each bucket of the template, by its name. */
export function corsRulesOf(resources: readonly Resource[]): Map<string, CorsRule[]> {
  const buckets = resources.filter(({ type }) => type === "AWS::S3::Bucket");
  return new Map(
    buckets.map(({ id, name, properties }) => {
      const bucket = bucketSchema.safeParse(properties);
      if (!bucket.success) throw new LocalFailure(`${id} cannot run locally: ${z.prettifyError(bucket.error)}`);
      return [name, bucket.data.CorsConfiguration.CorsRules];
    }),
  );
}

/** The answer to a browser that asks beforehand (OPTIONS): the first rule that lets it in, or 403. */
export function preflightAnswer(rules: readonly CorsRule[], headers: IncomingHttpHeaders): ObjectAnswer {
  const method = headers["access-control-request-method"];
  if (headers.origin === undefined || method === undefined) return objectError(400, "BadRequest");
  const asked = requestedHeaders(headers);
  const rule = rules.find((one) => admits(one, headers.origin, method, asked));
  if (!rule) return objectError(403, "AccessForbidden");
  const allowed = asked.length > 0 ? { "access-control-allow-headers": asked.join(", ") } : {};
  return { status: 200, headers: { ...headersOf(rule, headers.origin), ...allowed }, body: Buffer.alloc(0) };
}

/** What S3 adds to any answer to a page of another origin; nothing when no rule lets the page in. */
export function corsHeaders(
  rules: readonly CorsRule[],
  method: string,
  headers: IncomingHttpHeaders,
): Record<string, string> {
  const rule = rules.find((one) => admits(one, headers.origin, method, requestedHeaders(headers)));
  return rule && headers.origin !== undefined ? headersOf(rule, headers.origin) : {};
}

function admits(rule: CorsRule, origin: string | undefined, method: string, asked: readonly string[]): boolean {
  return (
    origin !== undefined &&
    rule.AllowedOrigins.some((pattern) => matches(pattern, origin)) &&
    rule.AllowedMethods.includes(method) &&
    asked.every((name) => rule.AllowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name)))
  );
}

function headersOf(rule: CorsRule, origin: string): Record<string, string> {
  const isAnyone = rule.AllowedOrigins.includes("*");
  return {
    "access-control-allow-origin": isAnyone ? "*" : origin,
    "access-control-allow-methods": rule.AllowedMethods.join(", "),
    ...(!isAnyone && { "access-control-allow-credentials": "true" }),
    ...(rule.ExposedHeaders.length > 0 && { "access-control-expose-headers": rule.ExposedHeaders.join(", ") }),
    ...(rule.MaxAge !== undefined && { "access-control-max-age": String(rule.MaxAge) }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}

function requestedHeaders(headers: IncomingHttpHeaders): string[] {
  const text = headers["access-control-request-headers"] ?? "";
  return text.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim().toLowerCase()]));
}

/** A pattern holds one `*` at most. */
function matches(pattern: string, text: string): boolean {
  const [start = "", end] = pattern.split("*");
  if (end === undefined) return pattern === text;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
