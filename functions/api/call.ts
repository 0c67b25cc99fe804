import type { CaseFiles } from "../../shared/aws/case-files.ts";
import type { Inboxes } from "../../shared/aws/inboxes.ts";
import type { Sealer } from "../../shared/aws/seal.ts";
import type { Route, RouteInput } from "../../shared/contracts/route.ts";
import type { Actor, Role } from "../../shared/domain/case.ts";
import type { Hash } from "../../shared/domain/party-match.ts";
import type { StoredOrganisation } from "../../shared/dynamo/directory-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";

/** What the operations need of the world. */
export type Platform = {
  table: Table;
  inboxes: Inboxes;
  caseFiles: CaseFiles;
  sealer: Sealer;
  /** The keyed hash by which parties are met again; asks the key service the first time. */
  partyHasher: () => Promise<Hash>;
  inboxUrl: (organisationId: string) => string;
  audience: string;
  /** The first coordinator's public key, known before anyone is registered. */
  bootstrap: { organisationId: string; jwk: Record<string, unknown> } | undefined;
  /** True in the local runner alone: webhooks may then reach this machine. */
  allowLoopback: boolean;
  /** Where the API description and its page lie. */
  documents: string;
  now: () => string;
  newId: () => string;
};

/** The authenticated organisation behind a call, and the human it names. */
export type Caller = { organisationId: string; role: Role; officer?: string; organisation: StoredOrganisation };

export const actorOf = ({ organisationId, role, officer }: Caller): Actor => ({
  organisationId,
  role,
  ...(officer === undefined ? {} : { officer }),
});

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
