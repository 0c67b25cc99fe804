import type * as z from "zod";
import type { organisationView } from "../contracts/directory.ts";
import type { Client } from "./client.ts";

/** All organisations of a county (six digits), page after page. */
export async function organisationsOf(
  client: Client,
  county: string,
): Promise<z.infer<ReturnType<typeof organisationView>>[]> {
  const organisations: z.infer<ReturnType<typeof organisationView>>[] = [];
  let cursor: string | undefined;
  do {
    const query = { county, limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await client.listOrganisations({ query });
    organisations.push(...body.organisations);
    cursor = body.cursor;
  } while (cursor !== undefined);
  return organisations;
}
