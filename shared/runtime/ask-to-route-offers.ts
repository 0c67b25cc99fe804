import type { Send } from "../aws/queues.ts";
import type { IntakeMessage } from "../contracts/messages.ts";
import { heldCaseIds } from "../dynamo/held-cases.ts";
import type { Table } from "../dynamo/table.ts";

type Asking = { table: Table; send: Send; intakeUrl: string };

/**
 * Asks the router to look at every case of a body that has been suspended: it takes back what is offered and leaves what the
 * body has accepted. Asking again is harmless.
 */
export async function askToRouteOffers({ table, send, intakeUrl }: Asking, organisationId: string): Promise<void> {
  const caseIds = await heldCaseIds(table, organisationId);
  await Promise.all(
    caseIds.map((caseId) =>
      send(intakeUrl, { caseId, suspendedId: organisationId } satisfies IntakeMessage, organisationId),
    ),
  );
}
