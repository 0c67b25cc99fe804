import * as z from "zod";
import { type MediatorFacts, mediatorFacts } from "../contracts/directory.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { updateRecorded } from "./access-store.ts";
import { type Change, changeBetween, type Foreseen, factsBefore, foreseen, type Recorded } from "./facts-change.ts";
import { mediatorKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";

export type StoredMediator = z.infer<ReturnType<typeof storedMediator>>;

/** What is known of a mediator apart from the facts, so that a roster without a word on it leaves it be. */
const retired = once(() => z.boolean().default(false));
const storedMediator = once(() =>
  kinds.mediator.schema(
    z
      .object({ facts: mediatorFacts(), mediatorId: z.string(), publicEmployee: z.boolean(), retired: retired() })
      .transform(({ facts, mediatorId, publicEmployee, retired: left }) => ({
        mediatorId,
        ...facts,
        publicEmployee,
        retired: left,
      })),
  ),
);
const identified = once(() =>
  kinds.mediator.schema(z.object({ identityHash: z.string().optional(), retired: retired() })),
);

/**
 * Registers a mediator or changes what is known of one, with the entry in the log that says so; the public payroll and the hash
 * of the identity number stay unless told.
 */
export async function saveMediator(
  table: Table,
  id: { organisationId: string; mediatorId: string },
  { publicEmployee, ...facts }: Omit<MediatorFacts, "identityNumber">,
  { identityHash, recorded }: { identityHash?: string | undefined; recorded?: Recorded } = {},
): Promise<Change> {
  const { before: _, ...change } = await differenceOf(
    table,
    id,
    { ...facts, ...given("publicEmployee", publicEmployee) },
    identityHash,
  );
  if (change.change === "unchanged") return change;
  const payroll = publicEmployee === undefined ? "if_not_exists(publicEmployee, :payroll)" : ":payroll";
  const hash = identityHash === undefined ? "" : ", identityHash = :hash";
  const update = {
    Key: mediatorKey(id.organisationId, id.mediatorId),
    UpdateExpression: `SET organisationId = :organisation, mediatorId = :mediator, facts = :facts, publicEmployee = ${payroll}${hash}`,
    ExpressionAttributeValues: {
      ":organisation": id.organisationId,
      ":mediator": id.mediatorId,
      ":facts": facts,
      ":payroll": publicEmployee ?? false,
      ...(identityHash === undefined ? {} : { ":hash": identityHash }),
    },
  };
  await updateRecorded(table, kinds.mediator, update, recorded?.(change));
  return change;
}

/**
 * What registering a mediator so would change. A number that is sent is always named: whether it is the one that is held would tell
 * somebody who tries numbers.
 */
export const foreseeMediator = (
  table: Table,
  id: { organisationId: string; mediatorId: string },
  { identityNumber, ...facts }: MediatorFacts,
): Promise<Foreseen> => differenceOf(table, id, facts, identityNumber === undefined ? undefined : "");

async function differenceOf(
  table: Table,
  id: { organisationId: string; mediatorId: string },
  { publicEmployee, ...facts }: Omit<MediatorFacts, "identityNumber">,
  identityHash: string | undefined,
): Promise<Foreseen> {
  const held = await readItem(table, mediatorKey(id.organisationId, id.mediatorId));
  const { identityHash: known } = identified().parse(held ?? {});
  const before = factsBefore(held);
  const payroll = publicEmployee ?? before?.["publicEmployee"] ?? false;
  const change = foreseen(before, { ...facts, publicEmployee: payroll });
  if (identityHash === undefined || identityHash === known) return change;
  return {
    ...change,
    change: change.change === "created" ? "created" : "updated",
    changed: [...change.changed, "identityNumber"],
  };
}

/** A mediator as the directory has it, one just registered too; undefined when it is not registered with that organisation. */
export async function loadMediator(
  table: Table,
  organisationId: string,
  mediatorId: string,
): Promise<StoredMediator | undefined> {
  const item = await readItem(table, mediatorKey(organisationId, mediatorId));
  return item === undefined ? undefined : storedMediator().parse(item);
}

/** Every mediator registered with an organisation, those who have retired included. */
export const listMediators = async (table: Table, organisationId: string): Promise<StoredMediator[]> =>
  z.array(storedMediator()).parse(await queryAll(table, ofOrganisation(organisationId)));

/**
 * Retires a mediator, who can be named no more, or takes that back, with the entry in the log that says so; undefined when nobody
 * is registered under that id.
 */
export async function saveRetirement(
  table: Table,
  id: { organisationId: string; mediatorId: string },
  isRetired: boolean,
  recorded?: Recorded,
): Promise<Change | undefined> {
  const held = await readItem(table, mediatorKey(id.organisationId, id.mediatorId));
  if (held === undefined) return undefined;
  const change = changeBetween({ retired: identified().parse(held).retired }, { retired: isRetired });
  if (change.change === "unchanged") return change;
  const update = {
    Key: mediatorKey(id.organisationId, id.mediatorId),
    UpdateExpression: "SET retired = :retired",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeValues: { ":retired": isRetired },
  };
  return (await updateRecorded(table, kinds.mediator, update, recorded?.(change))) ? change : undefined;
}

/**
 * The keyed hashes by which the mediators of an organisation are told; those registered without a number have none, and those
 * who have retired stand in nobody's way.
 */
export async function mediatorHashes(table: Table, organisationId: string): Promise<string[]> {
  const found = await queryAll(table, {
    ...ofOrganisation(organisationId),
    ProjectionExpression: "identityHash, retired, v",
  });
  return z
    .array(identified())
    .parse(found)
    .flatMap(({ identityHash, retired: left }) => (identityHash === undefined || left ? [] : [identityHash]));
}

function ofOrganisation(organisationId: string) {
  const { pk, sk } = mediatorKey(organisationId, "");
  return {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :mediators)",
    ExpressionAttributeValues: { ":pk": pk, ":mediators": sk },
  };
}
