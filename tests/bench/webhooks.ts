import { parseArgs } from "node:util";
import { type Figure, figure } from "./figure.ts";
import { tell } from "./tell.ts";
import { startWebhookRig, type WebhookRig } from "./webhook-rig.ts";

// Publishes a thousand events at once to twenty endpoints and measures how long those that work wait for theirs: with all of them
// healthy, with one that never answers, and with four. Fails when one hanging endpoint makes the others wait half as long again.

const endpoints = 20;
/** Long enough that the places of the event source are what is short here, and not the processor. */
const receiverMilliseconds = 200;

type Run = { p50: number; p99: number; seconds: number; cpuMilliseconds: number; lost: number; usd: number };

export async function webhookFigures(deliveries: number): Promise<Figure[]> {
  const rig = await startWebhookRig(endpoints, receiverMilliseconds);
  try {
    // The first run warms everything up.
    await run(rig, deliveries, 0);
    const well = await run(rig, deliveries, 0);
    const one = await run(rig, deliveries, 1);
    const four = await run(rig, deliveries, 4);
    const of = (name: string, { p50, p99, lost }: Run, budget?: number) => [
      figure(`  ${name}: half within`, p50, "ms"),
      figure(`  ${name}: 99 of 100 within`, p99, "ms", budget === undefined ? {} : { budget }),
      figure(`  ${name}: healthy ones lost`, lost, "events", { budget: 0 }),
    ];
    return [
      figure("webhooks published at once", deliveries, "events"),
      figure("  delivered in a second", deliveries / well.seconds, "events"),
      figure("  CPU of a delivery, engines too", well.cpuMilliseconds / deliveries, "ms"),
      figure("  cost of 1,000", (1_000 * well.usd) / deliveries, "USD"),
      ...of("all healthy", well),
      ...of("1 of 20 hanging", one, 1.5 * well.p99),
      ...of("4 of 20 hanging", four),
    ];
  } finally {
    await rig.stop();
  }
}

/** Publishes the events, some of them for endpoints that hang, and waits until the others have got theirs. */
async function run(rig: WebhookRig, deliveries: number, hanging: number): Promise<Run> {
  await rig.begin(hanging);
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  await rig.publish(deliveries);
  const waits = await rig.healthyWaits(Math.round((deliveries * (endpoints - hanging)) / endpoints));
  const seconds = (performance.now() - startedAt) / 1_000;
  const used = process.cpuUsage(cpu);
  waits.sort((one, other) => one - other);
  const within = (share: number): number => waits[Math.ceil(waits.length * share) - 1] ?? Number.POSITIVE_INFINITY;
  const lost = Math.round((deliveries * (endpoints - hanging)) / endpoints) - waits.length;
  const cpuMilliseconds = (used.user + used.system) / 1_000;
  return { p50: within(0.5), p99: within(0.99), seconds, cpuMilliseconds, lost, usd: await rig.end() };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { deliveries: { type: "string", default: "1000" }, json: { type: "boolean" } },
  });
  tell(await webhookFigures(Number(values.deliveries)), values.json === true);
}
