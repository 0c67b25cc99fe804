import * as z from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { caseList } from "./case-lists.ts";
import { caseHistory, caseParties, caseView } from "./case-view.ts";
import { directoryChange, keyRegistration, mediatorFacts, organisationEntry, organisationView } from "./directory.ts";
import { claimView } from "./incentives.ts";
import { type ProblemCode, problemDocument, problems } from "./problems.ts";
import { referralSubmission } from "./referral.ts";
import { reportRoutes } from "./reports.ts";
import { dutyFor, noBody, type Route } from "./route.ts";
import { type DescribedRoute, routes } from "./routes.ts";

const { showMonthlyReturn } = reportRoutes;

/** Schemas that get a name in the document; all others stand where they are used. */
const named: Readonly<Record<string, () => z.ZodType>> = {
  ReferralSubmission: referralSubmission,
  CaseView: caseView,
  CaseHistory: caseHistory,
  CaseList: caseList,
  CaseParties: caseParties,
  OrganisationEntry: organisationEntry,
  OrganisationView: organisationView,
  MediatorFacts: mediatorFacts,
  KeyRegistration: keyRegistration,
  DirectoryChange: directoryChange,
  IncentiveClaim: claimView,
  MonthlyReturn: showMonthlyReturn.responses[200],
  Problem: problemDocument,
};
const bodies = new Set<() => z.ZodType>(Object.values(routes).map(({ body }) => body));

type Json = Record<string, unknown>;

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: "draft-2020-12", reused: "inline" });
  return rest;
}

function schemaOrReference(schema: () => z.ZodType, io: "input" | "output"): Json {
  const name = Object.keys(named).find((candidate) => named[candidate] === schema);
  return name === undefined ? jsonSchema(schema(), io) : { $ref: `#/components/schemas/${name}` };
}

const everyProblem: readonly ProblemCode[] = ["invalid-parameters", "busy", "internal"];
const callerProblems: readonly ProblemCode[] = [
  "token-missing",
  "token-malformed",
  "token-claims",
  "token-expired",
  "token-future",
  "token-audience",
  "token-unknown-key",
  "token-signature",
  "session-over",
  "seat-required",
  "duty-required",
  "organisation-suspended",
  "not-allowed",
  "too-many-requests",
];
/** Who may call a route decides by what problems it can refuse: one that is open reads the session by itself. */
function problemsOfCaller({ open, anonymous }: Route): readonly ProblemCode[] {
  if (anonymous) return [];
  return open ? ["token-missing", "session-over"] : callerProblems;
}
const bodyProblems: readonly ProblemCode[] = ["invalid-json", "invalid-body", "wrong-content-type", "body-too-large"];

function parameters(route: Route): Json[] {
  const of = (where: "path" | "query", schema: z.ZodObject): Json[] =>
    Object.entries(schema.shape).map(([name, field]) => {
      const { description, ...type } = jsonSchema(field, "input");
      const required = where === "path" || !z.safeParse(field, undefined).success;
      return { name, in: where, required, schema: type, ...(description === undefined ? {} : { description }) };
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
    required: false,
    description: "The ETag of the answer that you have",
    schema: { type: "string" },
  };
  return [
    ...of("path", route.params()),
    ...of("query", route.query()),
    ...(route.ifMatch ? [ifMatch] : []),
    ...(route.method === "GET" ? [ifNoneMatch] : []),
  ];
}

/** A file is bytes of its own type (OpenAPI 3.1 describes them by no schema but that they are a string). */
function contentOf(schema: (() => z.ZodType) | undefined, files: readonly string[]): { content?: Json } {
  const json = schema === undefined ? [] : [["application/json", { schema: schemaOrReference(schema, "output") }]];
  const content = [...json, ...files.map((type) => [type, { schema: { type: "string" } }])];
  return content.length === 0 ? {} : { content: Object.fromEntries(content) };
}

function answers(route: Route): Json {
  const codes = [
    ...everyProblem,
    ...problemsOfCaller(route),
    ...(route.body === noBody ? [] : bodyProblems),
    ...("cursor" in route.query().shape ? (["invalid-cursor"] as const) : []),
    ...route.problems,
  ];
  const byStatus = Map.groupBy(new Set(codes), (code) => problems[code].status);
  const refused = [...byStatus].map(([status, list]) => [
    status,
    {
      description: list.map((code) => `\`${code}\`: ${problems[code].title.en}`).join("\n\n"),
      content: { "application/problem+json": { schema: schemaOrReference(problemDocument, "output") } },
    },
  ]);
  const succeeded = Object.entries(route.responses).map(([status, schema]) => [
    status,
    {
      description: status === "201" ? "Created" : "Done",
      ...contentOf(schema, route.files),
    },
  ]);
  const unchanged = route.method === "GET" ? [["304", { description: "Not changed since" }]] : [];
  return Object.fromEntries([...succeeded, ...unchanged, ...refused]);
}

function whoCalls(route: Route): string {
  if (route.anonymous) return "Called by anybody: nobody has signed in yet";
  if (route.open) return "Called by a person in a session, whether or not a seat is chosen";
  return `Roles: ${route.roles.join(", ")}. A person needs the duty ${dutyFor(route)}.`;
}

function operation(operationId: string, route: DescribedRoute): Json {
  return {
    operationId,
    summary: `${route.summary.en} · ${route.summary.zh}`,
    description: whoCalls(route),
    ...(route.anonymous && { security: [] }),
    tags: [route.tag],
    parameters: parameters(route),
    ...(route.body === noBody
      ? {}
      : {
          requestBody: {
            required: !route.body().safeParse({}).success,
            content: { "application/json": { schema: schemaOrReference(route.body, "input") } },
          },
        }),
    responses: answers(route),
  };
}

/** The OpenAPI 3.1 document of the route table, from the very schemas that validate. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const [operationId, route] of Object.entries(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(operationId, route) };
  }
  const schemas = Object.entries(named).map(([name, schema]) => [
    name,
    jsonSchema(schema(), bodies.has(schema) ? "input" : "output"),
  ]);
  return {
    openapi: "3.1.0",
    info: {
      title: "Accord",
      version: packageJson.version,
      summary: "Mediation referrals between agencies · 纠纷移送调解协同平台",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "." }],
    security: [{ ownToken: [] }, { session: [] }],
    tags: ["referrals", "cases", "inbox", "directory", "people", "webhooks", "reports", "incentives", "audit"].map(
      (name) => ({
        name,
      }),
    ),
    paths,
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
      schemas: Object.fromEntries(schemas),
    },
  };
}
