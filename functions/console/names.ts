import type { Client } from "../../shared/client/client.ts";

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
