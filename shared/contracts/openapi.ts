import * as z from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { roles } from "../domain/case.ts";
import { headerComponents, headersOf, problemComponents, problemsOf } from "./openapi-answers.ts";
import { inOneWord } from "./openapi-names.ts";
import { naming } from "./openapi-own-names.ts";
import { type Json, plain } from "./openapi-plain.ts";
import { type Components, componentsOf, type Root } from "./openapi-schemas.ts";
import { sharedParts } from "./openapi-shared.ts";
import { webhookItems, webhookParameters, webhookRoots } from "./openapi-webhooks.ts";
import { problemDocument } from "./problems.ts";
import { noBody, type Route } from "./route.ts";
import { type DescribedRoute, routes } from "./routes.ts";
import { serverHere } from "./server-here.ts";

const operations: readonly (readonly [id: string, route: DescribedRoute])[] = Object.entries(routes);

/** The bodies and answers of all operations: called after the operation, unless they have a name of their own. */
const roots = (): Root[] => [
  ...webhookRoots(),
  { name: "Problem", schema: problemDocument(), side: "output" },
  ...operations.flatMap(([id, { body, responses }]): Root[] => [
    ...(body === noBody ? [] : [{ name: inOneWord(id), schema: body(), side: "input" as const }]),
    ...Object.values(responses).flatMap((answer): Root[] =>
      answer === undefined ? [] : [{ name: `${inOneWord(id)}Answer`, schema: answer(), side: "output" }],
    ),
  ]),
];

/** What is read again and again; any other GET takes If-None-Match too, which is told once for all. */
const isAskedAnew = ({ method, headers }: Route): boolean => method === "GET" && headers.includes("ETag");

/** Whether a value may be left out of what is sent. */
const mayBeAbsent = ({ _zod }: z.core.$ZodType): boolean => _zod.optin !== undefined;

function parameterSchema(field: z.core.$ZodType): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(field, { io: "input" });
  return plain(schema, "input");
}

function parametersOf(route: Route): { name: string; value: Json }[] {
  const of = (where: "path" | "query", schema: z.ZodObject) =>
    Object.entries(schema.shape).map(([name, field]) => {
      const { description, ...type } = parameterSchema(field);
      const required = where === "path" || !mayBeAbsent(field);
      return {
        name,
        in: where,
        ...(required && { required }),
        ...(description !== undefined && { description }),
        schema: type,
      };
    });
  const ifMatch = {
    name: "If-Match",
    in: "header",
    required: true,
    description: "The case's ETag, or * for whatever version there is",
    schema: { type: "string" },
  };
  const ifNoneMatch = {
    name: "If-None-Match",
    in: "header",
    description: "The ETag of the answer that you have",
    schema: { type: "string" },
  };
  return [
    ...of("path", route.params()),
    ...of("query", route.query()),
    ...(route.ifMatch ? [ifMatch] : []),
    ...(isAskedAnew(route) ? [ifNoneMatch] : []),
  ].map((value) => ({ name: value.name, value }));
}

/** A file is bytes of its own type. */
function contentOf(
  schema: (() => z.ZodType) | undefined,
  files: readonly string[],
  { referenceTo }: Components,
): { content?: Json } {
  const json = schema === undefined ? [] : [["application/json", { schema: referenceTo(schema(), "output") }]];
  const content = [...json, ...files.map((type) => [type, { schema: { type: "string", format: "binary" } }])];
  return content.length === 0 ? {} : { content: Object.fromEntries(content) };
}

/** What a success answers, by status; what many operations answer alike has a name. */
const successesOf = (route: Route, components: Components): { status: string; name: string; value: Json }[] =>
  Object.entries(route.responses).map(([status, schema]) => ({
    status,
    name: `${schema === undefined ? "Nothing" : components.nameOf(schema())}${status}`,
    value: {
      description: status === "201" ? "Created" : "Done",
      ...headersOf(route.headers),
      ...contentOf(schema, route.files, components),
    },
  }));

const unchanged = { description: "Not changed since", ...headersOf(["ETag"]) };

function whoCalls(route: Route): string {
  if (route.anonymous) return "Called by anybody, without a token";
  if (route.open) return "Called by a person in a session, whether or not a seat is chosen";
  const who = route.roles.length === roles.length ? "all" : route.roles.join(", ");
  return route.duty === undefined ? `Roles: ${who}` : `Roles: ${who}. Duty: ${route.duty}`;
}

/** The OpenAPI 3.1 document of the route table, from the very schemas that validate. */
export function openApiDocument(): Json {
  const components = componentsOf(roots(), naming());
  const all = operations.map(([, route]) => route);
  const parameters = sharedParts(
    [...all.flatMap(parametersOf), ...webhookParameters],
    "#/components/parameters/",
    () => false,
  );
  const successes = sharedParts(
    all.flatMap((route) => successesOf(route, components)),
    "#/components/responses/",
    () => false,
  );

  const operation = (operationId: string, route: DescribedRoute): Json => ({
    operationId,
    summary: `${route.summary.en} · ${route.summary.zh}`,
    description: whoCalls(route),
    ...(route.anonymous && { security: [] }),
    tags: [route.tag],
    parameters: parametersOf(route).map(({ value }) => parameters.inPlace(value)),
    ...(route.body !== noBody && {
      requestBody: {
        ...(!route.body().safeParse({}).success && { required: true }),
        content: { "application/json": { schema: components.referenceTo(route.body(), "input") } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        successesOf(route, components).map(({ status, value }) => [status, successes.inPlace(value)]),
      ),
      ...(isAskedAnew(route) && { 304: { $ref: "#/components/responses/Unchanged" } }),
      ...problemsOf(route),
    },
  });

  const paths: Record<string, Json> = {};
  for (const [id, route] of operations)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(id, route) };
  return {
    openapi: "3.1.0",
    info: {
      title: "Accord",
      version: packageJson.version,
      summary: "Mediation referrals between agencies · 纠纷移送调解协同平台",
      description:
        "A caller that signs with the key of its organisation may do all that its role may. A person needs a duty: reader for GET, else clerk, unless another is named. A body holds no field that is not described; answers may come to hold more. Any GET answers with an ETag, and with 304 to an If-None-Match that names it. Every answer to a caller that is known carries RateLimit and RateLimit-Policy.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: serverHere }],
    security: [{ ownToken: [] }, { session: [] }],
    tags: [
      "referrals",
      "cases",
      "inbox",
      "directory",
      "people",
      "webhooks",
      "reports",
      "incentives",
      "audit",
      "health",
    ].map((name) => ({
      name,
    })),
    paths,
    webhooks: webhookItems(components, parameters.inPlace),
    components: {
      securitySchemes: {
        ownToken: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description:
            "A token the caller signs itself: iss = sub = organisation, aud = platform, at most 300 s, kid of a registered key.",
        },
        session: {
          type: "http",
          scheme: "bearer",
          description: "The secret of a session, for a person who signed in: it acts at the seat that is chosen in it.",
        },
      },
      headers: headerComponents(),
      parameters: parameters.components,
      responses: {
        ...successes.components,
        Unchanged: unchanged,
        ...problemComponents(all, components.referenceTo(problemDocument(), "output")),
      },
      schemas: components.schemas,
    },
  };
}
