import type { RouteRequest } from "../contracts/route.ts";
import type { OperationAnswer, routes } from "../contracts/routes.ts";
import type { Client } from "./client.ts";

type Listed = OperationAnswer<"listOrganisations">["organisations"];
type Wanted = Omit<RouteRequest<(typeof routes)["listOrganisations"]>["query"], "county" | "limit" | "cursor">;

/** All organisations of a county (six digits) that fit, page after page. */
export async function organisationsOf(client: Client, county: string, wanted: Wanted = {}): Promise<Listed> {
  const organisations: Listed = [];
  let cursor: string | undefined;
  do {
    const query = { county, limit: 100, ...wanted, ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await client.listOrganisations({ query });
    organisations.push(...body.organisations);
    cursor = body.cursor;
  } while (cursor !== undefined);
  return organisations;
}
