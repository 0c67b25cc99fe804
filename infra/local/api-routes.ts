import * as z from "zod";
import { LocalFailure } from "./failure.ts";
import { type FunctionSpec, findFunction } from "./stack.ts";
import type { Resource } from "./template.ts";

export type Route = {
  method: string;
  /** As API Gateway names it, e.g. `/{proxy+}`. */
  resource: string;
  segments: string[];
  target: FunctionSpec;
};

export type RestApi = {
  id: string;
  name: string;
  stage: string;
  routes: Route[];
  binaryMediaTypes: string[];
  /** Customised answers by response type, e.g. REQUEST_TOO_LARGE. */
  responses: Map<string, { status: number | undefined; headers: Record<string, string>; template: string | undefined }>;
};

const apiSchema = z.object({ Name: z.string().default(""), BinaryMediaTypes: z.array(z.string()).default([]) });
const resourceSchema = z.object({ RestApiId: z.string(), ParentId: z.string(), PathPart: z.string() });
const stageSchema = z.object({ RestApiId: z.string(), StageName: z.string() });
const methodSchema = z.object({
  RestApiId: z.string(),
  ResourceId: z.string(),
  HttpMethod: z.string(),
  AuthorizationType: z.literal("NONE").default("NONE"),
  Integration: z.object({
    Type: z.literal("AWS_PROXY"),
    Uri: z.string(),
  }),
});
const responseSchema = z.object({
  RestApiId: z.string(),
  ResponseType: z.string(),
  StatusCode: z.coerce.number().exactOptional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  // The runner fills in no variables.
  ResponseTemplates: z.record(z.string(), z.string().regex(/^(?!.*\$context\.)/s)).default({}),
});

/** The stack's REST API with its routes, or undefined when it has none; throws LocalFailure on what cannot run here. */
export function describeApi(resources: readonly Resource[], functions: readonly FunctionSpec[]): RestApi | undefined {
  const read = <T>(type: string, schema: z.ZodType<T>): { resource: Resource; properties: T }[] =>
    resources
      .filter((resource) => resource.type === `AWS::ApiGateway::${type}`)
      .map((resource) => ({ resource, properties: parse(resource, schema) }));
  const [api, second] = read("RestApi", apiSchema);
  if (!api) return undefined;
  if (second) throw new LocalFailure("The stack has more than one REST API; the local runner serves one.");
  const id = api.resource.name;

  const children = read("Resource", resourceSchema);
  const pathOf = (resourceId: string): string[] => {
    const child = children.find(({ resource }) => resource.name === resourceId);
    return child ? [...pathOf(child.properties.ParentId), child.properties.PathPart] : [];
  };
  const routes = read("Method", methodSchema).map(({ resource, properties }): Route => {
    const { Integration, HttpMethod, ResourceId } = properties;
    const segments = pathOf(ResourceId);
    const arn = /\/functions\/(.+)\/invocations$/.exec(Integration.Uri)?.[1] ?? "";
    const found = findFunction(functions, arn);
    if (!found) throw new LocalFailure(`${resource.id} calls the function ${arn}, which has no bundle.`);
    return { method: HttpMethod, resource: `/${segments.join("/")}`, segments, target: found };
  });
  return {
    id,
    name: api.properties.Name,
    stage: read("Stage", stageSchema)[0]?.properties.StageName ?? "live",
    binaryMediaTypes: api.properties.BinaryMediaTypes,
    routes: routes.sort((a, b) => specificity(b) - specificity(a)),
    responses: new Map(
      read("GatewayResponse", responseSchema).map(({ properties }) => [
        properties.ResponseType,
        {
          status: properties.StatusCode,
          headers: literalHeaders(properties.ResponseParameters),
          template: Object.values(properties.ResponseTemplates)[0],
        },
      ]),
    ),
  };
}

/** The route for a method and path, with its path parameters decoded. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; pathParameters: Record<string, string> | null } | undefined {
  const parts = path.split("/").filter((part) => part !== "");
  for (const route of routes) {
    if (route.method !== "ANY" && route.method !== method) continue;
    const parameters = matchSegments(route.segments, parts);
    if (parameters) return { route, pathParameters: Object.keys(parameters).length > 0 ? parameters : null };
  }
  return undefined;
}

function matchSegments(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [position, segment] of segments.entries()) {
    const part = parts[position];
    if (part === undefined) return undefined;
    const name = /^\{(.+?)(\+?)\}$/.exec(segment);
    if (name?.[2]) return { ...parameters, [name[1] ?? ""]: parts.slice(position).map(decode).join("/") };
    if (name) parameters[name[1] ?? ""] = decode(part);
    else if (segment !== part) return undefined;
  }
  return parts.length === segments.length ? parameters : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Literal segments go before parameters, those before a greedy one, and a named method before ANY. */
function specificity({ segments, method }: Route): number {
  const score = (segment: string) => (segment.endsWith("+}") ? 1 : segment.startsWith("{") ? 2 : 3);
  return segments.reduce((sum, segment) => sum * 4 + score(segment), 0) * 2 + (method === "ANY" ? 0 : 1);
}

function literalHeaders(parameters: Record<string, string>): Record<string, string> {
  const prefix = "gatewayresponse.header.";
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name, value]) => name.startsWith(prefix) && value.startsWith("'"))
      .map(([name, value]) => [name.slice(prefix.length).toLowerCase(), value.slice(1, -1)]),
  );
}

function parse<T>(resource: Resource, schema: z.ZodType<T>): T {
  const result = schema.safeParse(resource.properties);
  if (result.success) return result.data;
  throw new LocalFailure(`${resource.id} (${resource.type}) cannot be served here: ${z.prettifyError(result.error)}`);
}
