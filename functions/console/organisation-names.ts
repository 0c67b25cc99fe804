import { concurrently } from "../../shared/client/concurrently.ts";
import type { Visit } from "./visit.ts";

const atOnce = 8;

/** What organisations are called, by id, where an answer of the API names them by id alone. */
export async function organisationNames({ client }: Visit, ids: readonly string[]): Promise<Map<string, string>> {
  const named = await concurrently([...new Set(ids)], atOnce, async (organisationId) => {
    const { body } = await client.showOrganisation({ params: { organisationId } });
    return [organisationId, body.name] as const;
  });
  return new Map(named);
}
