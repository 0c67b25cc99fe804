import * as z from "zod";
import type { Role } from "../domain/case.ts";
import type { Label } from "../domain/codes.ts";
import type { ProblemCode } from "./problems.ts";

/** One operation of the API. The router, the OpenAPI document, the typed client and the generated tests all read it. */
export type Route = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  /** What it does, in words; those of the other operations stand in `routes.ts`. */
  summary?: Label;
  tag: "referrals" | "cases" | "inbox" | "directory" | "webhooks" | "reports" | "incentives";
  roles: readonly Role[];
  /** True when the operation changes a case and so carries the version it was decided on. */
  ifMatch: boolean;
  params: z.ZodObject;
  query: z.ZodObject;
  /** `noBody` when the operation takes none. */
  body: z.ZodType;
  /** What each success status answers with. */
  responses: Readonly<Record<number, z.ZodType | undefined>>;
  problems: readonly ProblemCode[];
  /** Media types of the files it answers with, beside or instead of JSON. */
  files: readonly string[];
};

const nothing = z.strictObject({});
export const noBody = z.strictObject({});
type Defaults = {
  ifMatch: false;
  params: typeof nothing;
  query: typeof nothing;
  body: typeof noBody;
  problems: readonly [];
  files: readonly [];
};

/** Fills in what most routes share: no parameters, no body, no version. */
export const route = <const Given extends Partial<Route> & Omit<Route, keyof Defaults>>(
  given: Given,
): Omit<Defaults, keyof Given> & Given => ({ ...defaults, ...given });

const defaults: Defaults = { ifMatch: false, params: nothing, query: nothing, body: noBody, problems: [], files: [] };

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What the server makes of a request to the route. */
export type RouteInput<R extends Route> = {
  params: z.output<R["params"]>;
  query: z.output<R["query"]>;
  body: z.output<R["body"]>;
};
/** What a client sends to the route. */
export type RouteRequest<R extends Route> = {
  params: z.input<R["params"]>;
  query: z.input<R["query"]>;
  body: z.input<R["body"]>;
};
/** What the route answers on success. */
export type RouteAnswer<R extends Route> = Parsed<R["responses"][keyof R["responses"]]>;
