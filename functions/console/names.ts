import type { Client } from "../../shared/client/client.ts";
import type { Visit } from "./visit.ts";

type Listed = Awaited<ReturnType<Client["listOrganisations"]>>["body"]["organisations"];

/** All organisations of a county. */
export async function organisationsIn(client: Client, county: string): Promise<Listed> {
  const all: Listed = [];
  let cursor: string | undefined;
  do {
    const query = { county, limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await client.listOrganisations({ query });
    all.push(...body.organisations);
    cursor = body.cursor;
  } while (cursor !== undefined);
  return all;
}

/** What organisations are called; those that the person may not see are absent. */
export async function namesOf({ client }: Visit, ids: readonly string[]): Promise<Map<string, string>> {
  const known = [...new Set(ids)].filter((id) => id !== "" && id !== "accord");
  const found = await Promise.all(
    known.map(async (organisationId) => {
      try {
        const { body } = await client.showOrganisation({ params: { organisationId } });
        return [[organisationId, body.name] as const];
      } catch {
        return [];
      }
    }),
  );
  return new Map(found.flat());
}
