import { parseArgs } from "node:util";
import { actOnDeadlines } from "../../shared/runtime/act-on-deadlines.ts";
import { type ClockRig, startClockRig } from "./clock-rig.ts";
import { type Figure, figure } from "./figure.ts";
import { type Crowd, countDue, dueAt, type Outcome, outcomeOf, putCrowd } from "./many-due.ts";
import { tell } from "./tell.ts";

// Lets a great many deadlines pass in the same minute and works them off as the schedule would, a run a minute. Fails when a
// case was skipped or acted on twice, when the unreadable ones were in the way, or when a batch was not bounded.

/** What the function keeps of its time, see `functions/act-when-deadline-passes.ts`. */
const reserveMilliseconds = 10_000;
/** Twice what the shards hand out when nothing fails; more would be a batch that grows with what is due or fails. */
const batchLimit = 100;
/** More unreadable cases than a page holds, in every shard. */
const fewestBroken = 240;

type Work = { runs: number; milliseconds: number; cpuMilliseconds: number; peakHeapBytes: number };

/** What it takes to work off so many deadlines of one minute, and whether each was acted on once. */
export async function deadlineFigures(cases: number): Promise<Figure[]> {
  const crowd = { good: cases, broken: Math.max(fewestBroken, Math.ceil(cases / 100)) };
  const rig = await startClockRig();
  try {
    await putCrowd(rig.table, crowd);
    const work = await quietly(() => workOff(rig, crowd));
    return [...workFigures(cases, work, rig.meter), ...promiseFigures(cases, await outcomeOf(rig.table, crowd))];
  } finally {
    await rig.stop();
  }
}

/** Runs the clock minute by minute until only the broken are due, or a run gets nobody any further. */
async function workOff(rig: ClockRig, { good, broken }: Crowd): Promise<Work> {
  const work = { runs: 0, milliseconds: 0, cpuMilliseconds: 0, peakHeapBytes: 0 };
  for (let left = good + broken, before = Number.POSITIVE_INFINITY; left > broken && left < before; ) {
    work.runs += 1;
    await run(rig, new Date(Date.parse(dueAt) + work.runs * 60_000).toISOString(), work);
    [before, left] = [left, await countDue(rig.table)];
  }
  return work;
}

/** One run of the clock, with the time that its function has. */
async function run({ clocked, meter, timeoutSeconds }: ClockRig, now: string, work: Work): Promise<void> {
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const until = startedAt + timeoutSeconds * 1000 - reserveMilliseconds;
  const lookAtHeap = (): void => {
    work.peakHeapBytes = Math.max(work.peakHeapBytes, process.memoryUsage().heapUsed);
  };
  // Asked before each batch: what was held for the one before is let go.
  const hasTime = (): boolean => {
    meter.held = 0;
    return performance.now() < until;
  };
  const heap = setInterval(lookAtHeap, 20);
  await actOnDeadlines(clocked, () => now, hasTime).finally(() => clearInterval(heap));
  const used = process.cpuUsage(cpu);
  work.milliseconds += performance.now() - startedAt;
  work.cpuMilliseconds += (used.user + used.system) / 1000;
}

/** Without the lines that each broken case writes in each run. */
async function quietly<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  const { log } = console;
  console.log = () => {};
  return call().finally(() => {
    console.log = log;
  });
}

function workFigures(cases: number, work: Work, meter: ClockRig["meter"]): Figure[] {
  return [
    figure("deadlines of one minute", cases, "cases"),
    figure("  runs of the clock", work.runs, "runs"),
    figure("  worked off in a second", cases / (work.milliseconds / 1000), "cases"),
    figure("  CPU of the clock for a case", (work.cpuMilliseconds * 1000) / cases, "µs"),
    figure("  DynamoDB calls of a case", meter.calls / cases, "calls"),
    figure("  DynamoDB calls that failed", meter.failedCalls, "calls"),
    figure("  DynamoDB calls at once", meter.mostInFlight, "calls"),
    figure("  peak heap", work.peakHeapBytes / 1024 / 1024, "MB"),
    figure("  largest batch", meter.mostHeld, "cases", { budget: batchLimit }),
  ];
}

function promiseFigures(cases: number, { skipped, repeated, brokenLost, events }: Outcome): Figure[] {
  return [
    figure("  cases skipped", skipped, "cases", { budget: 0 }),
    figure("  cases acted on twice", repeated, "cases", { budget: 0 }),
    figure("  events too many or missing", Math.abs(events - cases), "events", { budget: 0 }),
    figure("  unreadable cases lost", brokenLost, "cases", { budget: 0 }),
  ];
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { cases: { type: "string", default: "100000" }, json: { type: "boolean" } },
  });
  tell(await deadlineFigures(Number(values.cases)), values.json === true);
}
