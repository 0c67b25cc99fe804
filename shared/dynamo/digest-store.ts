import { PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { instant, organisationId } from "../domain/case.ts";
import { type Digest, digest } from "../domain/digest.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { dueKeyPages } from "./due-keys.ts";
import { countyOfPlan, digestKey, digestPlanKey, digestPlanKeys, digestShards } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";
import { ifUnchanged } from "./update-item.ts";

/** Behind which organisation of the county the telling goes on, in the index of its organisations. */
export const placeInCounty = once(() => z.object({ pk: z.string(), sk: z.string(), countyDivision: z.string() }));

/**
 * The next digests of a county. `after`: a telling is under way and has come so far. `failed`: somebody in it could not be told,
 * so that it begins again.
 */
const digestPlan = once(() =>
  kinds.digestPlan.schema(
    z.object({
      county: z.string(),
      dueAt: z.string(),
      after: placeInCounty().exactOptional(),
      failed: z.literal(true).exactOptional(),
    }),
  ),
);
export type DigestPlan = z.infer<ReturnType<typeof digestPlan>>;

/** The counties whose digests are due, a page at a time. */
export async function* countiesWithDigestsDue(table: Table, now: string): AsyncGenerator<string[]> {
  for await (const keys of dueKeyPages(table, digestShards, now, 100)) yield keys.map(countyOfPlan);
}

export async function loadDigestPlan(table: Table, county: string): Promise<DigestPlan | undefined> {
  const item = await readItem(table, digestPlanKey(county));
  return item === undefined ? undefined : digestPlan().parse(item);
}

const planItem = (county: string, at: string, more: Pick<DigestPlan, "after" | "failed"> = {}) =>
  kinds.digestPlan.mark({ ...digestPlanKey(county), county, ...digestPlanKeys(at, county), ...more });

/** Sets when a county gets its next digests. `unlessSooner`: only where nothing is set, or a later time. */
export async function planDigests(
  { client, name }: Table,
  { county, at, unlessSooner = false }: { county: string; at: string; unlessSooner?: boolean },
): Promise<void> {
  const { dueAt } = digestPlanKeys(at, county);
  const later = {
    ConditionExpression: "attribute_not_exists(pk) OR dueAt > :dueAt",
    ExpressionAttributeValues: { ":dueAt": dueAt },
  };
  const Item = planItem(county, at);
  await ifUnchanged(client.send(new PutCommand({ TableName: name, Item, ...(unlessSooner && later) })));
}

/**
 * Notes how far a telling has come, or when the next one is due. Does nothing where the plan is another one by now: somebody was
 * faster, or the county has set another time.
 */
export async function keepPlan(
  { client, name }: Table,
  { county, dueAt }: DigestPlan,
  { at, after, failed }: { at?: string } & Pick<DigestPlan, "after" | "failed">,
): Promise<void> {
  const Item = planItem(county, at ?? dueAt.slice(0, dueAt.indexOf("#")), {
    ...given("after", after),
    ...given("failed", failed),
  });
  await ifUnchanged(
    client.send(
      new PutCommand({
        TableName: name,
        Item,
        ConditionExpression: "dueAt = :dueAt",
        ExpressionAttributeValues: { ":dueAt": dueAt },
      }),
    ),
  );
}

/** A digest as it comes in the stream of the table. */
export const storedDigest = once(() =>
  kinds.digest.schema(z.object({ organisationId: organisationId(), at: instant(), digest: digest() })),
);

const keptSeconds = 30 * 86_400;

/** Stores what an organisation is told on a day, from where it goes to the organisation; false where that day was told already. */
export function saveDigest(
  { client, name }: Table,
  { organisationId: owner, at, digest: told }: { organisationId: string; at: string; digest: Digest },
): Promise<boolean> {
  const expiresAt = Math.floor(Date.parse(at) / 1000) + keptSeconds;
  const Item = kinds.digest.mark({
    ...digestKey(owner, told.date),
    organisationId: owner,
    ...{ at, digest: told, expiresAt },
  });
  return ifUnchanged(
    client.send(new PutCommand({ TableName: name, Item, ConditionExpression: "attribute_not_exists(pk)" })),
  );
}
