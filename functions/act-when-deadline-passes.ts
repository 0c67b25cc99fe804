import { documentClient } from "../shared/aws/clients.ts";
import { actOnDeadlines } from "../shared/runtime/act-on-deadlines.ts";
import { readConfig, text } from "../shared/runtime/config.ts";

const config = readConfig({ TABLE_NAME: text });
const table = { client: documentClient(), name: config.TABLE_NAME };

/** Fired every minute: whatever fell due is acted on, by the same path as any other command. */
export const handler = async (_event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> =>
  actOnDeadlines(
    table,
    () => new Date().toISOString(),
    () => context.getRemainingTimeInMillis(),
  );
