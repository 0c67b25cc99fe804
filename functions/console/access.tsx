import { given } from "../../shared/domain/given.ts";
import { AccessPage } from "./pages/access.tsx";
import { administered } from "./rights.ts";
import type { Here } from "./visit.ts";

/** Who came in at an organisation, and who changed who may, page by page. */
export async function showAccess(context: Here): Promise<Response> {
  const of = await administered(context, "listAccess", "read-access");
  const { organisationId } = of.organisation;
  const query = given("cursor", context.req.query("cursor"));
  const { body } = await of.visit.client.listAccess({ params: { organisationId }, query });
  return context.html(<AccessPage of={of} log={body} />);
}
