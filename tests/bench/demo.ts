import { play } from "../../infra/demo/play.ts";
import { createProgress } from "../../infra/demo/progress.ts";
import { brokenPromises, ofCases } from "../../infra/demo/report.ts";
import { callsTogether } from "../../infra/local/meter.ts";
import { type Figure, figure } from "./figure.ts";

const caseload = { cases: 60, seed: 4711 };

/** What the average case of the demo takes, detours, reminders and the daily round of the clock included. */
export async function demoFigures(): Promise<Figure[]> {
  const played = await play({ ...caseload, port: 0 }, createProgress(true));
  try {
    const [broken] = brokenPromises(played);
    if (broken !== undefined) throw new Error(broken);
    const calls = callsTogether(ofCases(played.meter)).reduce((sum, [, count]) => sum + count, 0);
    // On a loaded machine, where the publisher gets events in smaller batches, seven calls more than on an idle one.
    return [figure("AWS calls of a case of the demo", calls / caseload.cases, "calls", { budget: 122 })];
  } finally {
    await played.stop();
  }
}
