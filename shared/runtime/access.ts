import type { AccessEntry } from "../domain/access.ts";
import { given } from "../domain/given.ts";
import type { Accessed } from "../dynamo/access-store.ts";
import { actorOf, type Caller } from "./caller.ts";

type Happened = Omit<AccessEntry, "by" | "askedBy">;

/** Where a second person approved: who had asked, and what is written with it so that it waits no more. */
export type Approved = { askedBy?: AccessEntry["askedBy"]; also?: Accessed["also"] };

/** What a caller did, for the access log of the organisation that it concerns. */
export const accessBy = (
  caller: Caller,
  organisationId: string,
  happened: Happened,
  { askedBy, also }: Approved = {},
): Accessed => ({
  organisationId,
  entry: { ...happened, ...given("askedBy", askedBy), by: actorOf(caller) },
  ...given("also", also),
});
