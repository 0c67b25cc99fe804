import * as z from "zod";
import { once } from "../domain/once.ts";
import { caseIdOf, mediatorKey, organisationKey, referralKey, sentNumberOf } from "./keys.ts";
import { readItems } from "./read-together.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";

const named = once(() =>
  kinds.organisation.schema(z.object({ organisationId: z.string(), facts: z.object({ name: z.string() }) })),
);
const namedMediator = once(() =>
  kinds.mediator.schema(z.object({ mediatorId: z.string(), facts: z.object({ name: z.string() }) })),
);
const pointing = once(() => kinds.referral.schema(z.object({ caseId: z.uuid() })));

/** What organisations are called, by id; those that are not registered are absent. */
export async function organisationNames(table: Table, ids: readonly string[]): Promise<Map<string, string>> {
  const items = await readItems(table, ids.map(organisationKey), false);
  return new Map(
    items.map((item) => {
      const { organisationId, facts } = named().parse(item);
      return [organisationId, facts.name];
    }),
  );
}

/** What an organisation's mediators are called, by id; those that are not registered are absent. */
export async function mediatorNames(
  table: Table,
  organisationId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const keys = ids.map((id) => mediatorKey(organisationId, id));
  const items = await readItems(table, keys, false);
  return new Map(
    items.map((item) => {
      const { mediatorId, facts } = namedMediator().parse(item);
      return [mediatorId, facts.name];
    }),
  );
}

/** The ids of the cases that any of these agencies sent under this number. */
export async function casesOfNumber(
  table: Table,
  agencyIds: readonly string[],
  sourceNumber: string,
): Promise<string[]> {
  const keys = agencyIds.map((agencyId) => referralKey(agencyId, sourceNumber));
  return (await readItems(table, keys, false)).map((item) => pointing().parse(item).caseId);
}

const sendingKeys = once(() => z.array(z.object({ pk: z.string(), sentAt: z.string() })));

/** A county has hundreds of them: a request that waits for a free connection would run out of time. */
const queriesAtOnce = 32;

/** The numbers that these agencies have sent since a day, with their cases, by the keys of the index alone. */
export async function numbersSentSince(
  table: Table,
  agencyIds: readonly string[],
  since: string,
): Promise<{ number: string; caseId: string }[]> {
  const sentBy = (agency: string) =>
    queryAll(table, {
      IndexName: "casesBySender",
      KeyConditionExpression: "sender = :sender AND sentAt >= :since",
      ExpressionAttributeValues: { ":sender": agency, ":since": since },
    });
  const lists: unknown[][] = [];
  for (let from = 0; from < agencyIds.length; from += queriesAtOnce) {
    lists.push(...(await Promise.all(agencyIds.slice(from, from + queriesAtOnce).map(sentBy))));
  }
  return sendingKeys()
    .parse(lists.flat())
    .map(({ pk, sentAt }) => ({ number: sentNumberOf(pk), caseId: caseIdOf(sentAt) }));
}
