import type { CaseFiles } from "../../shared/aws/case-files.ts";
import type { Inboxes } from "../../shared/aws/inboxes.ts";
import type { Route, RouteInput } from "../../shared/contracts/route.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import type { Ports } from "../../shared/runtime/ports.ts";

/** What the operations need of the world. */
export type Platform = Ports & {
  inboxes: Inboxes;
  caseFiles: CaseFiles;
  inboxUrl: (organisationId: string) => string;
  audience: string;
  /** The first coordinator's public key, known before anyone is registered. */
  bootstrap: { organisationId: string; jwk: Record<string, unknown> } | undefined;
  /** True in the local runner alone: webhooks may then reach this machine. */
  allowLoopback: boolean;
  /** Where the API description and its page lie. */
  documents: string;
};

/** A parsed and authenticated call of one route. */
export type Call<R extends Route> = RouteInput<R> & {
  caller: Caller;
  /** The version named in If-Match; undefined for `*`. */
  expectedVersion: number | undefined;
};

export type Answer<Body> = {
  status: number;
  body: Body;
  headers?: Readonly<Record<string, string>>;
  /** Sent instead of the body, with its own Content-Type among the headers. */
  file?: Uint8Array<ArrayBuffer>;
};
