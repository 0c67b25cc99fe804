import type { Stack } from "aws-cdk-lib";
import { Alarms, type Watched } from "./alarms.ts";
import { Canary } from "./canary.ts";
import type { CaseTable } from "./case-table.ts";
import { FlowDashboard } from "./dashboard.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { ServiceFunction } from "./service-function.ts";

/** What those who run the platform look at, and what takes new code back when it does harm; over all functions and queues there are. */
export function watchOver(
  stack: Stack,
  { table, ...flow }: Omit<Watched, "functions" | "deadLetters"> & { readonly table: CaseTable },
): Alarms {
  const all = stack.node.findAll();
  const watched = {
    ...flow,
    functions: all.filter((one) => one instanceof ServiceFunction),
    deadLetters: all.filter((one) => one instanceof DeadLetterQueue),
  };
  const alarms = new Alarms(stack, "Alarms", watched);
  new FlowDashboard(stack, "Dashboard", { ...watched, table, alarms });
  new Canary(stack, "Canary", { functions: watched.functions, alarmsOf: alarms.of });
  return alarms;
}
