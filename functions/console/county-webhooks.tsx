import { ApiError } from "../../shared/client/errors.ts";
import { given } from "../../shared/domain/given.ts";
import { organisationNames } from "./organisation-names.ts";
import { CountyWebhooksPage } from "./pages/county-webhooks.tsx";
import { saidIn } from "./parts/administration.tsx";
import { administered, may, ownSeat } from "./rights.ts";
import { type Here, leadTo, NotForYou } from "./visit.ts";

/** How the addresses of the county's organisations do. Of an address the coordinator sees the host alone. */
export async function showCountyWebhooks(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  if (!may(seat, "listCountyWebhooks")) throw new NotForYou();
  const { body } = await visit.client.listCountyWebhooks({
    query: given("cursor", context.req.query("cursor") || undefined),
  });
  const names = await organisationNames(
    visit,
    body.endpoints.map(({ organisationId }) => organisationId),
  );
  return context.html(
    <CountyWebhooksPage
      visit={visit}
      found={body}
      names={names}
      mayHold={may(seat, "holdWebhookEndpoint")}
      said={saidIn(context)}
    />,
  );
}

/** Lets an address of an organisation not be called, or be called again. */
export async function holdWebhook(
  context: Here,
  act: "holdWebhookEndpoint" | "releaseWebhookEndpoint",
): Promise<Response> {
  const { visit, organisation } = await administered(context, act, "hold-webhooks");
  const { organisationId } = organisation;
  const endpointId = context.req.param("endpointId") ?? "";
  try {
    const { effect = "done" } = await visit.client[act]({ params: { organisationId, endpointId } });
    return leadTo(context, "/console/county-webhooks", effect);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) throw new NotForYou();
    throw error;
  }
}
