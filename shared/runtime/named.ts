import type { OrganisationFacts } from "../contracts/directory.ts";
import type { FieldError } from "../contracts/problems.ts";
import { type Track, track } from "../domain/codes.ts";
import type { NamedAs } from "../domain/facts.ts";
import { isPoliceType } from "../domain/organisation-types.ts";
import { loadOrganisation, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { loadMediator } from "../dynamo/mediator-store.ts";
import type { Table } from "../dynamo/table.ts";
import type { Caller } from "./caller.ts";
import { Problem } from "./problem.ts";

const ofTrack: Readonly<Record<Track, (facts: OrganisationFacts) => boolean>> = {
  people: ({ kind }) => kind === "committee" || kind === "studio",
  administrative: ({ type }) => type === "administrative",
  judicial: ({ type }) => type === "court",
};

/** The kind of mediation that a body stands for; undefined for one that does not mediate. */
export const trackOf = (facts: OrganisationFacts): Track | undefined =>
  track().options.find((one) => ofTrack[one](facts));

type Body = object & { track?: Track };
/** Which organisations a field can name, and the code for one that is of another kind. */
const organisations: Readonly<
  Record<Exclude<NamedAs, "mediator">, { code: string; accepts: (facts: OrganisationFacts, body: Body) => boolean }>
> = {
  "mediation-body": { code: "not-a-mediation-body", accepts: (facts) => trackOf(facts) !== undefined },
  "body-of-track": {
    code: "not-of-this-track",
    accepts: (facts, body) => body.track !== undefined && ofTrack[body.track](facts),
  },
  police: { code: "not-police", accepts: ({ type }) => isPoliceType(type) },
  court: { code: "not-a-court", accepts: ({ type }) => type === "court" },
  // Where a case may go on to: court, police, arbitration or an administrative body, or a committee of another county.
  "next-body": { code: "not-a-next-seat", accepts: ({ type }) => type !== "coordinator" && type !== "auditor" },
};

/** The organisations that a body names, by the field that names them. */
export type Named = ReadonlyMap<string, StoredOrganisation>;

/** Looks up all that a body names in the directory. Throws `invalid-body` for a name that is not there, or not of the kind. */
export async function requireNamed(
  table: Table,
  caller: Caller,
  body: Body,
  names: Readonly<Record<string, NamedAs | undefined>>,
): Promise<Named> {
  const found = await Promise.all(
    Object.entries(names).flatMap(([field, as]) =>
      as === undefined
        ? []
        : valuesOf(body, field).map(({ path, id }) => look(table, caller, body, { field, path, id, as })),
    ),
  );
  const errors = found.flatMap(({ error }) => (error === undefined ? [] : [error]));
  if (errors.length > 0) throw new Problem("invalid-body", { errors });
  return new Map(found.flatMap(({ field, organisation }) => (organisation ? [[field, organisation] as const] : [])));
}

type Naming = { field: string; path: string; id: string; as: NamedAs };

type Looked = { field: string; error?: FieldError; organisation?: StoredOrganisation };

async function look(table: Table, caller: Caller, body: Body, { field, path, id, as }: Naming): Promise<Looked> {
  const fault = (code: string): Looked => ({ field, error: { path, code, message: id } });
  if (as === "mediator") {
    const mediator = await loadMediator(table, caller.organisationId, id);
    if (mediator === undefined) return fault("unknown-mediator");
    return mediator.retired ? fault("retired-mediator") : { field };
  }
  const organisation = await loadOrganisation(table, id);
  const { code, accepts } = organisations[as];
  return organisation !== undefined && accepts(organisation.facts, body) ? { field, organisation } : fault(code);
}

/** What a field says, one by one, each with the path to it. */
function valuesOf(body: Body, field: string): { path: string; id: string }[] {
  const value: unknown = Reflect.get(body, field);
  if (typeof value === "string") return [{ path: `/${field}`, id: value }];
  const ids: unknown[] = Array.isArray(value) ? value : [];
  return ids.flatMap((id, index) => (typeof id === "string" ? [{ path: `/${field}/${index}`, id }] : []));
}
