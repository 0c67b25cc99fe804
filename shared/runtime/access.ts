import type { AccessEntry } from "../domain/access.ts";
import type { Accessed } from "../dynamo/access-store.ts";
import { actorOf, type Caller } from "./caller.ts";

type Happened = Omit<AccessEntry, "by">;

/** What a caller did, for the access log of the organisation that it concerns. */
export const accessBy = (caller: Caller, organisationId: string, happened: Happened): Accessed => ({
  organisationId,
  entry: { ...happened, by: actorOf(caller) },
});
