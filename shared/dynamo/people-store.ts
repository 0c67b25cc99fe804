import { GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { doer } from "../domain/doer.ts";
import { once } from "../domain/once.ts";
import { duty, personName, type Seat, seat } from "../domain/person.ts";
import { type Accessed, withEntry } from "./access-store.ts";
import { invitationKey, seatKey, seatOfPersonKey, sessionKey, subjectKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { hashOf, itemOfSession, type Session } from "./session-store.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, queryAll, type Table } from "./table.ts";
import { versionedUpdate, type Write } from "./update-item.ts";
import { VersionConflict } from "./version-conflict.ts";

const seatItem = once(() => kinds.seat.schema(z.object(seat().shape)));
const itemOf = (given: Seat): Record<string, unknown> =>
  kinds.seat.mark({ ...seatKey(given.organisationId, given.personId), ...given });

/** A person's seat at an organisation, read consistently: it is gone at the moment it is taken away. */
export async function loadSeat(table: Table, organisationId: string, personId: string): Promise<Seat | undefined> {
  const item = await readItem(table, seatKey(organisationId, personId));
  return item === undefined ? undefined : seatItem().parse(item);
}

/** Everybody who has a seat at an organisation. */
export async function peopleOf(table: Table, organisationId: string): Promise<Seat[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :people)",
    ExpressionAttributeValues: { ":pk": seatKey(organisationId, "").pk, ":people": seatKey("", "").sk },
    ConsistentRead: true,
  });
  return z.array(seatItem()).parse(items);
}

/** The organisations at which a person has a seat, in the order of their ids. */
export async function seatedAt(table: Table, personId: string): Promise<string[]> {
  const pointer = kinds.seatOfPerson.schema(z.object({ organisationId: z.string() }));
  const pointers = await queryAll(table, {
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": seatOfPersonKey(personId, "").pk },
    ConsistentRead: true,
  });
  return z
    .array(pointer)
    .parse(pointers)
    .map(({ organisationId }) => organisationId)
    .toSorted();
}

/** All seats of a person, in the order of their organisations. */
export async function seatsOf(table: Table, personId: string): Promise<Seat[]> {
  const places = await seatedAt(table, personId);
  const seats = await Promise.all(places.map((organisationId) => loadSeat(table, organisationId, personId)));
  return seats.filter((one) => one !== undefined);
}

/** `lead`: another lead of the organisation, where there must go on being one. */
type Changing = { lead: Seat | undefined; accessed?: Accessed | undefined };

/** The seat with the duty by which it was judged. */
const asJudged = ({ duty }: Seat) => ({
  ConditionExpression: "duty = :held",
  ExpressionAttributeValues: { ":held": duty },
});

/** Changes the duty of somebody. */
export const saveSeat = (table: Table, before: Seat, changed: Seat, { lead, accessed }: Changing): Promise<void> =>
  transact(
    table,
    [{ Put: { TableName: table.name, Item: itemOf(changed), ...asJudged(before) } }, ...whileLeadStays(table, lead)],
    accessed,
  );

/** Takes a seat away. */
export const removeSeat = (table: Table, gone: Seat, { lead, accessed }: Changing): Promise<void> =>
  transact(
    table,
    [
      { Delete: { TableName: table.name, Key: seatKey(gone.organisationId, gone.personId), ...asJudged(gone) } },
      { Delete: { TableName: table.name, Key: seatOfPersonKey(gone.personId, gone.organisationId) } },
      ...whileLeadStays(table, lead),
    ],
    accessed,
  );

/** The person of a subject at the issuer; undefined until an invitation is taken up. */
export async function personOf({ client, name }: Table, subject: string): Promise<string | undefined> {
  const Key = subjectKey(subject);
  const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
  const item = kinds.subject.schema(z.object({ personId: z.string() }));
  return Item === undefined ? undefined : item.parse(Item).personId;
}

const invitation = once(() =>
  z.object({
    organisationId: z.string(),
    name: personName(),
    duty: duty(),
    mediatorId: z.string().exactOptional(),
    endsAt: z.string(),
    /** Unknown of one that an earlier release stored. */
    givenBy: doer().exactOptional(),
    /** Two persons gave it, so it serves where one does not suffice. */
    byTwo: z.boolean().exactOptional(),
    /** Who took it up. */
    personId: z.string().exactOptional(),
  }),
);
export type Invitation = z.infer<ReturnType<typeof invitation>>;

/** Stores an invitation under its code, with the entry in the log that says so; false when that code is given out already. */
export async function saveInvitation(
  table: Table,
  code: string,
  given: Invitation,
  accessed?: Accessed,
): Promise<boolean> {
  const expiresAt = Math.ceil(Date.parse(given.endsAt) / 1000);
  const Item = kinds.invitation.mark({ ...invitationKey(hashOf(code)), ...given, expiresAt });
  const Put = { TableName: table.name, Item, ConditionExpression: "attribute_not_exists(pk)" };
  try {
    await transact(table, [{ Put }], accessed);
    return true;
  } catch (error) {
    if (error instanceof VersionConflict) return false;
    throw error;
  }
}

export async function loadInvitation({ client, name }: Table, code: string): Promise<Invitation | undefined> {
  const Key = invitationKey(hashOf(code));
  const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
  return Item === undefined ? undefined : kinds.invitation.schema(invitation()).parse(Item);
}

type Redeemed = { code: string; seat: Seat; before: string; after: string; session: Session; accessed?: Accessed };

/**
 * Takes an invitation up: the person gets the seat, and the session goes on in it under a new secret, in one transaction.
 * Throws `VersionConflict` when the invitation was taken up, the session ended, the subject became a person or had a seat there
 * meanwhile.
 */
export const redeemInvitation = (
  table: Table,
  { code, seat: taken, before, after, session, accessed }: Redeemed,
): Promise<void> =>
  transact(
    table,
    [
      {
        Update: {
          TableName: table.name,
          ...versionedUpdate(kinds.invitation, {
            Key: invitationKey(hashOf(code)),
            UpdateExpression: "SET personId = :person",
            ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(personId)",
            ExpressionAttributeValues: { ":person": taken.personId },
          }),
        },
      },
      {
        Put: {
          TableName: table.name,
          Item: kinds.subject.mark({ ...subjectKey(session.subject), personId: taken.personId }),
          ConditionExpression: "attribute_not_exists(pk) OR personId = :person",
          ExpressionAttributeValues: { ":person": taken.personId },
        },
      },
      { Put: { TableName: table.name, Item: itemOf(taken), ConditionExpression: "attribute_not_exists(pk)" } },
      {
        Put: {
          TableName: table.name,
          Item: kinds.seatOfPerson.mark({
            ...seatOfPersonKey(taken.personId, taken.organisationId),
            organisationId: taken.organisationId,
          }),
        },
      },
      {
        Delete: {
          TableName: table.name,
          Key: sessionKey(hashOf(before)),
          ConditionExpression: "attribute_exists(pk)",
        },
      },
      { Put: { TableName: table.name, Item: itemOfSession(after, session) } },
    ],
    accessed,
  );

const whileLeadStays = (table: Table, lead: Seat | undefined): Write[] =>
  lead === undefined
    ? []
    : [
        {
          ConditionCheck: {
            TableName: table.name,
            Key: seatKey(lead.organisationId, lead.personId),
            ConditionExpression: "duty = :lead",
            ExpressionAttributeValues: { ":lead": "lead" },
          },
        },
      ];

/** Throws `VersionConflict` where one of the conditions no longer holds, so that the caller reads and decides again. */
async function transact(table: Table, writes: readonly Write[], accessed: Accessed | undefined): Promise<void> {
  try {
    await withEntry(table, accessed, async (also) => {
      await table.client.send(new TransactWriteCommand({ TransactItems: [...writes, ...also] }));
    });
  } catch (error) {
    const codes = cancelled(error)?.codes ?? [];
    if (!codes.some((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict")) throw error;
    throw new VersionConflict("the people of an organisation were changed meanwhile", { cause: error });
  }
}
