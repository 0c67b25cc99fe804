import type { Sealer } from "../aws/seal.ts";
import type { Hash } from "../domain/party-match.ts";
import type { Table } from "../dynamo/table.ts";

/** What the use cases need of the world. */
export type Ports = {
  table: Table;
  sealer: Sealer;
  /** The keyed hash by which parties are met again; asks the key service the first time. */
  partyHasher: () => Promise<Hash>;
  now: () => string;
  newId: () => string;
};
