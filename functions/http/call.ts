import type * as z from "zod";
import type { Table } from "../../shared/dynamo/table.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import type { Quotas } from "../../shared/runtime/quotas.ts";
import type { Language } from "../../shared/words/language.ts";

/** What every service needs of the world, to tell who calls. */
export type Platform = {
  table: Table;
  audience: string;
  /** The first coordinator's public key, known before anyone is registered. */
  bootstrap: { organisationId: string; jwk: Record<string, unknown> } | undefined;
  /** How much of what all share each organisation has used. */
  quotas: Quotas;
  now: () => string;
  /** Says to who calls that its key ends soon, where it is served by what may record it. */
  warnOfKey?: (caller: Caller) => Promise<void>;
};

/** A parsed and authenticated call of a route with these schemas. */
export type Call<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = {
  params: z.output<Params>;
  query: z.output<Query>;
  body: z.output<Body>;
  caller: Caller;
  /** The versions named in If-Match; undefined for `*`. */
  expectedVersions: readonly number[] | undefined;
  /** In which language the caller reads. */
  language: Language;
  /** Whether the caller has the answer with that ETag already. */
  hasAnswer: (etag: string) => boolean;
};

/** A parsed call of a route that anybody may call; the Authorization header is as it came. */
export type OpenCall<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = Pick<
  Call<Params, Query, Body>,
  "params" | "query" | "body"
> & { authorization: string | undefined };

export type Answer<Body> = Whole<Body> | Unchanged;

/** The caller has the present answer already. */
type Unchanged = { status: 304; body?: undefined; headers: { ETag: string }; file?: undefined };

type Whole<Body> = {
  status: number;
  body: Body;
  headers?: Readonly<Record<string, string>>;
  /** Sent instead of the body, with its own Content-Type among the headers. */
  file?: Uint8Array<ArrayBuffer>;
};
