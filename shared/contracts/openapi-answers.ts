import { inOneWord } from "./openapi-names.ts";
import type { Json } from "./openapi-plain.ts";
import { type ProblemCode, problems } from "./problems.ts";
import { type AnswerHeader, noBody, type Route } from "./route.ts";

// The problems that operations answer, and the headers of their answers. Most operations share both.

type Header = AnswerHeader | "Allow" | "WWW-Authenticate" | "RateLimit" | "RateLimit-Policy";
const text = { type: "string" };
const place = { type: "string", format: "uri-reference" };

const headers: Readonly<Record<Header, { description: string; schema: Json }>> = {
  ETag: { description: "The version of what is answered; send it back in If-Match or If-None-Match", schema: text },
  Location: { description: "Where it is read from now on", schema: place },
  "Content-Location": { description: "The case that has taken the place of the one asked for", schema: place },
  "Accord-Effect": {
    description: "unchanged where this had been done before, so that this call changed nothing",
    schema: { type: "string", enum: ["done", "unchanged"] },
  },
  "Content-Disposition": { description: "The name of the file", schema: text },
  "Retry-After": {
    description: "Seconds to wait before the next call",
    schema: { type: "integer", format: "int32", minimum: 0 },
  },
  RateLimit: { description: "What is left of which quota, and the seconds until it is whole again", schema: text },
  "RateLimit-Policy": { description: "The quota, and the seconds in which it holds", schema: text },
  Allow: { description: "The methods that the address takes", schema: text },
  "WWW-Authenticate": { description: "How to say who calls", schema: text },
};
const inComponents = (name: string): string => name.replaceAll("-", "");

/** Refers to the headers. */
export const headersOf = (names: readonly Header[]): { headers?: Json } =>
  names.length === 0
    ? {}
    : {
        headers: Object.fromEntries(
          names.map((name) => [name, { $ref: `#/components/headers/${inComponents(name)}` }]),
        ),
      };

/** All headers, as components. */
export const headerComponents = (): Json =>
  Object.fromEntries(Object.entries(headers).map(([name, header]) => [inComponents(name), header]));

const byEveryOperation: readonly ProblemCode[] = ["invalid-parameters", "busy"];
const byCaller: readonly ProblemCode[] = [
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
const byBody: readonly ProblemCode[] = ["invalid-json", "invalid-body"];

/** Who may call a route decides by what problems it can refuse: one that is open reads the session by itself. */
function problemsOfCaller({ open, anonymous }: Route): readonly ProblemCode[] {
  if (anonymous) return [];
  return open ? ["token-missing", "session-over"] : byCaller;
}

/** What a program that sends right never meets but for a failure of the platform: told together, for any other status. */
const otherwise: readonly ProblemCode[] = [
  "internal",
  "record-broken",
  "body-too-large",
  "wrong-content-type",
  "wrong-method",
];
type Status = number | "default";

/** The problems of a route by status. A call that the gateway refuses before a function is asked comes as 429. */
function problemsByStatus(route: Route): Map<Status, readonly ProblemCode[]> {
  const codes = new Set<ProblemCode>([
    ...byEveryOperation,
    ...problemsOfCaller(route),
    ...(route.body === noBody ? [] : byBody),
    ...("cursor" in route.query().shape ? (["invalid-cursor"] as const) : []),
    ...route.problems,
  ]);
  const byStatus = Map.groupBy<Status, ProblemCode>(codes, (code) => problems[code].status);
  const tooMany: readonly ProblemCode[] = [...(byStatus.get(429) ?? []), "busy"];
  return new Map<Status, readonly ProblemCode[]>([...byStatus, [429, tooMany], ["default", otherwise]]);
}

/** The problems that a status has nearly everywhere are called after it, with what comes on top; others after their codes. */
const usual: Readonly<Record<Status, readonly ProblemCode[]>> = {
  default: otherwise,
  400: ["invalid-parameters", "invalid-json"],
  401: byCaller.filter((code) => problems[code].status === 401),
  403: byCaller.filter((code) => problems[code].status === 403),
  404: ["not-found"],
  409: ["illegal-transition"],
  412: ["stale-version"],
  422: ["invalid-body"],
  428: ["version-required"],
  429: ["too-many-requests", "busy"],
  503: ["busy"],
};

function nameOf(status: Status, codes: readonly ProblemCode[]): string {
  const known = usual[status] ?? [];
  const isUsual = known.length > 0 && known.every((code, index) => code === codes[index]);
  if (!isUsual) return codes.map(inOneWord).join("Or");
  return `E${String(status).replace("default", "Other")}${codes.slice(known.length).map(inOneWord).join("")}`;
}

const headersOfProblem = (status: Status): readonly Header[] => {
  if (status === 401) return ["WWW-Authenticate"];
  if (status === 429) return ["Retry-After", "RateLimit", "RateLimit-Policy"];
  if (status === "default") return ["Allow"];
  return status === 503 ? ["Retry-After"] : [];
};

/** Refers to the problems of a route, by status. */
export const problemsOf = (route: Route): Json =>
  Object.fromEntries(
    [...problemsByStatus(route)].map(([status, codes]) => [
      status,
      { $ref: `#/components/responses/${nameOf(status, codes)}` },
    ]),
  );

/** The problems of all routes, as components. Throws when two that differ would be called the same. */
export function problemComponents(routes: readonly Route[], problem: Json): Json {
  const made = new Map<string, string>();
  for (const [status, codes] of routes.flatMap((route) => [...problemsByStatus(route)])) {
    const response = JSON.stringify({
      description: codes.map((code) => `\`${code}\`: ${problems[code].title.en}`).join("\n\n"),
      ...headersOf(headersOfProblem(status)),
      content: { "application/problem+json": { schema: problem } },
    });
    const name = nameOf(status, codes);
    if ((made.get(name) ?? response) !== response) throw new Error(`two problems are called ${name}`);
    made.set(name, response);
  }
  return Object.fromEntries([...made].map(([name, response]) => [name, JSON.parse(response)]).toSorted());
}
