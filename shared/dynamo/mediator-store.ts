import * as z from "zod";
import { type MediatorFacts, mediatorFacts } from "../contracts/directory.ts";
import { once } from "../domain/once.ts";
import { type Change, changeBetween, factsBefore } from "./directory-store.ts";
import { mediatorKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";
import { updateItem } from "./update-item.ts";

/** Whether a mediator is on a public payroll lies apart from the facts, so that a roster without a word on it leaves it be. */
const storedMediator = once(() =>
  kinds.mediator.schema(
    z
      .object({ facts: mediatorFacts(), publicEmployee: z.boolean() })
      .transform(({ facts, publicEmployee }) => ({ ...facts, publicEmployee })),
  ),
);
const identified = once(() => kinds.mediator.schema(z.object({ identityHash: z.string().optional() })));

/** Registers a mediator or changes what is known of one; the public payroll and the hash of the identity number stay unless told. */
export async function saveMediator(
  table: Table,
  id: { organisationId: string; mediatorId: string },
  { publicEmployee, ...facts }: Omit<MediatorFacts, "identityNumber">,
  identityHash?: string,
): Promise<Change> {
  const payroll = publicEmployee === undefined ? "if_not_exists(publicEmployee, :payroll)" : ":payroll";
  const hash = identityHash === undefined ? "" : ", identityHash = :hash";
  const { Attributes } = await updateItem(table, kinds.mediator, {
    Key: mediatorKey(id.organisationId, id.mediatorId),
    UpdateExpression: `SET organisationId = :organisation, mediatorId = :mediator, facts = :facts, publicEmployee = ${payroll}${hash}`,
    ExpressionAttributeValues: {
      ":organisation": id.organisationId,
      ":mediator": id.mediatorId,
      ":facts": facts,
      ":payroll": publicEmployee ?? false,
      ...(identityHash === undefined ? {} : { ":hash": identityHash }),
    },
    ReturnValues: "ALL_OLD",
  });
  const { identityHash: known } = identified().parse(Attributes ?? {});
  const before = factsBefore(Attributes);
  const after = { ...facts, publicEmployee: publicEmployee ?? before?.["publicEmployee"] ?? false };
  const { change, changed } = changeBetween(before, after);
  return identityHash === undefined || identityHash === known
    ? { change, changed }
    : { change: change === "created" ? change : "updated", changed: [...changed, "identityNumber"] };
}

/** A mediator as the directory has it, one just registered too; undefined when it is not registered with that organisation. */
export async function loadMediator(
  table: Table,
  organisationId: string,
  mediatorId: string,
): Promise<z.infer<ReturnType<typeof storedMediator>> | undefined> {
  const item = await readItem(table, mediatorKey(organisationId, mediatorId));
  return item === undefined ? undefined : storedMediator().parse(item);
}

/** The keyed hashes by which the mediators of an organisation are told; those registered without a number have none. */
export async function mediatorHashes(table: Table, organisationId: string): Promise<string[]> {
  const { pk, sk } = mediatorKey(organisationId, "");
  const found = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :mediators)",
    ProjectionExpression: "identityHash, v",
    ExpressionAttributeValues: { ":pk": pk, ":mediators": sk },
  });
  return z
    .array(identified())
    .parse(found)
    .flatMap(({ identityHash }) => (identityHash === undefined ? [] : [identityHash]));
}
