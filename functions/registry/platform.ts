import type { ProvisionInbox } from "../../shared/aws/inboxes.ts";
import type { Send } from "../../shared/aws/queues.ts";
import type { Sealer } from "../../shared/aws/seal.ts";
import type { Ports } from "../../shared/runtime/ports.ts";
import type { Reach } from "../../shared/runtime/webhook-address.ts";
import type { Platform as Served } from "../http/call.ts";
import { openOperationsOn, operationsOn } from "../http/operation.ts";

/** What the operations of the registry need of the world. It seals signing secrets, which it does not open, and what waits for a second person. */
export type Platform = Served &
  Pick<Ports, "partyHasher" | "newId"> & {
    sealer: Pick<Sealer, "seal" | "open">;
    provisionInbox: ProvisionInbox;
    /** To queues: the router looks at the cases of a body that is suspended. */
    send: Send;
    intakeUrl: string;
    /** To the one that calls endpoints, with the test that somebody asked for. */
    retryUrl: string;
    /** How far webhooks reach: what they could not is refused when it is registered. */
    webhookReach: Reach;
  };

export const operation = operationsOn<Platform>();
export const openOperation = openOperationsOn<Platform>();
