import { documentClient } from "../shared/aws/clients.ts";
import { intakeMessage } from "../shared/contracts/messages.ts";
import { readConfig, text } from "../shared/runtime/config.ts";
import { eachMessage } from "../shared/runtime/each-record.ts";
import { routeWhenAsked } from "../shared/runtime/route-case.ts";

const config = readConfig({ TABLE_NAME: text });
const table = { client: documentClient(), name: config.TABLE_NAME };

/** Offers a case that waits to the body the rules choose, or hands it to a person in triage; takes it back from a suspended body. */
export const handler = eachMessage("route-when-case-submitted", (json) =>
  routeWhenAsked(table, intakeMessage().parse(json), new Date().toISOString()),
);
