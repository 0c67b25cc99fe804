import * as z from "zod";
import type { Role } from "../domain/case.ts";
import type { Label } from "../domain/codes.ts";
import { once } from "../domain/once.ts";
import type { Duty } from "../domain/person.ts";
import type { ProblemCode } from "./problems.ts";

type Responses = Readonly<Record<number, (() => z.ZodType) | undefined>>;

/** What a success can say in its head. */
export type AnswerHeader =
  | "ETag"
  | "Location"
  | "Content-Location"
  | "Accord-Effect"
  | "Content-Disposition"
  | "Retry-After";

/** One operation of the API. The router, the OpenAPI document, the typed client and the generated tests all read it. */
export type Route<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answers extends Responses = Responses,
> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  /** Its description; those of the other operations stand in `routes.ts`. */
  summary?: Label;
  tag:
    | "referrals"
    | "cases"
    | "inbox"
    | "directory"
    | "people"
    | "webhooks"
    | "reports"
    | "incentives"
    | "audit"
    | "health";
  roles: readonly Role[];
  /** The least duty that a person must have; a system with its organisation's key has all. By the method where absent. */
  duty?: Duty;
  /** True when it only reads, though what is asked stands in a body: who is suspended may call it. */
  readsOnly?: true;
  /** True when a token with a `jti` serves one call of it alone: what opens doors, moves money or ends rights. */
  once?: true;
  /** True when it is called before anybody acts for an organisation: to sign in. */
  open: boolean;
  /** True when it needs no token either: nobody has signed in yet, or it is nothing to anybody who asks. */
  anonymous?: true;
  /** True when the operation changes a case and so carries the version it was decided on. */
  ifMatch: boolean;
  /** True when it gives its answer an ETag by itself; the others' is made of what they answer. */
  tagged?: true;
  // Schemas are made when they are first asked for, and once: building all of them was half of a function's cold start.
  params: () => Params;
  query: () => Query;
  /** `noBody` when the operation takes none. */
  body: () => Body;
  /** What each success status answers with. */
  responses: Answers;
  problems: readonly ProblemCode[];
  /** What its success says in the head, always or where it applies. */
  headers: readonly AnswerHeader[];
  /** Media types of the files it answers with, beside or instead of JSON. */
  files: readonly string[];
};

const nothing = once(() => z.strictObject({}));
export const noBody = once(() => z.strictObject({}));
type Defaults = {
  open: false;
  ifMatch: false;
  params: typeof nothing;
  query: typeof nothing;
  body: typeof noBody;
  problems: readonly [];
  headers: readonly [];
  files: readonly [];
};

/** Fills in what most routes share: no parameters, no body, no version. */
export const route = <const Given extends Partial<Route> & Omit<Route, keyof Defaults>>(
  given: Given,
): Omit<Defaults, keyof Given> & Given => ({ ...defaults, ...given });

const defaults: Defaults = {
  open: false,
  ifMatch: false,
  params: nothing,
  query: nothing,
  body: noBody,
  problems: [],
  headers: [],
  files: [],
};

/** The least duty that a person needs for an operation: readers only read. */
export const dutyFor = ({ duty, method }: Pick<Route, "duty" | "method">): Duty =>
  duty ?? (method === "GET" ? "reader" : "clerk");

/** The duty that tells whether who is suspended may call it: a reader's where it changes nothing. */
export const actsAs = (called: Pick<Route, "duty" | "method" | "readsOnly">): Duty =>
  called.readsOnly ? "reader" : dutyFor(called);

type Parsed<Made> = Made extends () => z.ZodType ? z.output<ReturnType<Made>> : undefined;

/** What a client sends to the route. */
export type RouteRequest<R extends Route> = {
  params: z.input<ReturnType<R["params"]>>;
  query: z.input<ReturnType<R["query"]>>;
  body: z.input<ReturnType<R["body"]>>;
};
/** What the route answers on success. */
export type RouteAnswer<R extends Pick<Route, "responses">> = Parsed<R["responses"][keyof R["responses"]]>;
