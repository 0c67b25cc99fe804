import { parseArgs } from "node:util";
import { type Figure, figure } from "./figure.ts";
import { type FloodRig, startFloodRig, type Taken } from "./flood-rig.ts";
import { tell } from "./tell.ts";

// One organisation floods a platform with its usual quotas: with webhook endpoints, with calls that wait for messages, with
// referrals. Meanwhile an agency and a committee of another county go on as ever. Fails when 99 of 100 of their answers, or of the
// offers of their cases, take more than twice as long as without the flood; when one of them is refused or not offered; or when
// the flood gets more than its quotas.

const paceMilliseconds = 50;

/** `calls` are those of the others in each stretch of time that is compared. */
type Sizes = { referrals: number; endpoints: number; longPolls: number; calls: number };
type Work = { calls: number; paceMilliseconds: number };

type Flood = { name: string; calls: number; atMost?: number; start: (rig: FloodRig) => Promise<Taken> };

/**
 * Long polls come first, while there is no message that would end them at once. Referrals come faster than the quota lets in and no
 * faster than two cores answer: what is slow because the machine has no more says nothing about the platform. Endpoints come last,
 * since they stay, and every later event of the flooder is told to them.
 */
const floodsOf = ({ referrals, endpoints, longPolls }: Sizes): Flood[] => [
  { name: "long polls", calls: longPolls, start: ({ flood }) => flood.ofLongPolls(longPolls, 1) },
  {
    ...{ name: "referrals", calls: referrals, atMost: 2_000 },
    start: ({ flood }) => flood.ofReferrals(referrals, 40),
  },
  {
    ...{ name: "endpoints", calls: endpoints, atMost: 20 },
    start: ({ flood }) => flood.ofEndpoints(endpoints, 20),
  },
];

async function floodFigures(sizes: Sizes): Promise<Figure[]> {
  const work = { calls: sizes.calls, paceMilliseconds };
  const rig = await startFloodRig();
  try {
    // Starts the functions and fills their caches.
    await rig.othersAtWork(work);
    const figures: Figure[] = [];
    for (const flood of floodsOf(sizes)) figures.push(...(await measured(rig, work, flood)));
    return figures;
  } finally {
    await rig.stop();
  }
}

/** What it is compared with is measured before the flood and after it, so that a machine that slows down meanwhile changes both. */
async function measured(rig: FloodRig, work: Work, { name, calls, atMost, start }: Flood): Promise<Figure[]> {
  const before = await rig.othersAtWork(work);
  let isOver = false;
  const flooding = start(rig).finally(() => {
    isOver = true;
  });
  const flooded = await rig.othersAtWork({ ...work, until: () => isOver });
  const { taken, refused, failed } = await flooding;
  await rig.settled();
  const after = await rig.othersAtWork(work);
  const quiet = { answers: [...before.answers, ...after.answers], offers: [...before.offers, ...after.offers] };
  return [
    figure(`flood of ${name}`, calls, "calls"),
    figure("  taken", taken, "calls", atMost === undefined ? {} : { budget: atMost }),
    figure("  refused", refused, "calls"),
    figure("  failed", failed, "calls", { budget: 0 }),
    figure("  others' calls", flooded.answers.length, "calls"),
    figure("  others' calls refused", flooded.refused, "calls", { budget: 0 }),
    figure("  others' cases not offered", flooded.lost, "cases", { budget: 0 }),
    ...compared("answers", quiet.answers, flooded.answers),
    ...compared("offers", quiet.offers, flooded.offers),
  ];
}

const compared = (what: string, quiet: readonly number[], flooded: readonly number[]): Figure[] => [
  figure(`  others' ${what}: half within`, within(flooded, 0.5), "ms", { note: shownQuiet(quiet, 0.5) }),
  figure(`  others' ${what}: 99 of 100 within`, within(flooded, 0.99), "ms", { budget: 2 * within(quiet, 0.99) }),
];

const shownQuiet = (quiet: readonly number[], share: number): string =>
  `${Math.round(within(quiet, share))} ms without`;

function within(waits: readonly number[], share: number): number {
  const sorted = waits.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.POSITIVE_INFINITY;
}

const whole = { referrals: "10000", endpoints: "800", polls: "200", calls: "400" };
const { values } = parseArgs({
  options: {
    referrals: { type: "string", default: whole.referrals },
    endpoints: { type: "string", default: whole.endpoints },
    polls: { type: "string", default: whole.polls },
    calls: { type: "string", default: whole.calls },
    json: { type: "boolean" },
  },
});
const sizes = {
  referrals: Number(values.referrals),
  endpoints: Number(values.endpoints),
  longPolls: Number(values.polls),
  calls: Number(values.calls),
};
tell(await floodFigures(sizes), values.json === true);
