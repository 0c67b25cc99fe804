import { createHash } from "node:crypto";
import { usdByService, usdPer1000Cases } from "../../infra/demo/cost.ts";
import { startReceiver } from "../../infra/demo/webhook-receiver.ts";
import { callsTogether } from "../../infra/local/meter.ts";
import type { Platform } from "../../infra/local/platform.ts";
import type { Client } from "../../shared/client/client.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { quarrel, startCity } from "../support/platform.ts";
import { type Figure, figure } from "./figure.ts";

const cases = 10;
const agencyId = "police-330483101";
const committeeId = "pmc-330483101";
/** Everybody else whom the router finds in the same division, or above it. */
const neighbours = [
  "industry-labour-330483101",
  "industry-property-330483101",
  "industry-traffic-330483101",
  "pmc-330483",
];

/** What whole cases cost on the local platform, as its engines meter them: from submission to acknowledgement. */
export async function wholeCaseFigures(): Promise<Figure[]> {
  const { platform, city, stop } = await startCity([agencyId, committeeId, ...neighbours], { clockOffsetMs: 0 });
  const receiver = await startReceiver(() => {});
  try {
    const [agency, committee] = [await city.clientOf(agencyId), await city.clientOf(committeeId)];
    const url = receiver.addressOf(agencyId);
    const body = { url, types: ["assignment.accepted", "agreement.reached", "case.closed"] as const };
    const { body: endpoint } = await agency.createWebhookEndpoint({ body: { ...body, types: [...body.types] } });
    receiver.expect(agencyId, endpoint.secret);

    // The first case starts every function and fills its caches; what that costs is not a case's.
    await playCase(platform, agency, committee, "warm-up");
    platform.resetMeter();
    const units = new Map<string, number>();
    for (let number = 1; number <= cases; number += 1) {
      for (const [step, used] of await playCase(platform, agency, committee, `bench-${number}`)) {
        units.set(step, (units.get(step) ?? 0) + used / cases);
      }
    }
    const meter = platform.meter();
    if (receiver.verified.size !== 3 * (cases + 1)) throw new Error(`${receiver.verified.size} webhooks came`);
    return [...(await creationFigures(platform, agency)), ...unitFigures(units), ...costFigures(platform, meter)];
  } finally {
    await receiver.stop();
    await stop();
  }
}

/** A quarrel of two people who are told by their phones and never met before: a repeat would cost more, a nameless one less. */
function freshQuarrel(sourceNumber: string): ReturnType<typeof quarrel> {
  const referral = quarrel(sourceNumber);
  const digits = createHash("sha256").update(sourceNumber).digest().readUInt32BE();
  return { ...referral, parties: referral.parties.map((party) => ({ ...party, phone: `13${digits}` })) };
}

type Step = { params: { caseId: string }; version: number };

/** Plays one case; the write units of each step, and of what the platform did by itself because of it. */
async function playCase(
  platform: Platform,
  agency: Client,
  committee: Client,
  sourceNumber: string,
): Promise<Map<string, number>> {
  const units = new Map<string, number>();
  const usedBy = (functionName: string): number => platform.meter()[functionName]?.writeUnits ?? 0;
  const step = async <Answer>(name: string, call: () => Promise<Answer>): Promise<Answer> => {
    const before = usedBy("Api");
    const answer = await call();
    units.set(name, usedBy("Api") - before);
    await platform.settled();
    return answer;
  };
  const [offers, deliveries, counts] = [usedBy("Route"), usedBy("DeliverWebhook"), usedBy("Count")];
  const submitted = await step("create", () => agency.submitReferral({ body: freshQuarrel(sourceNumber) }));
  units.set("offer", usedBy("Route") - offers);

  const { caseId } = submitted.body;
  // Each step is taken on the version that its caller has seen, as the message or the last answer tells it.
  let version = 0;
  const take = (name: string, call: (on: Step) => Promise<{ body: { version: number } }>) =>
    step(name, async () => {
      version = (await call({ params: { caseId }, version })).body.version;
    });
  const at = new Date(Date.now() - 1000).toISOString();
  const consent = { answer: "consented", channel: "telephone", at } as const;
  const consents = [1, 2].map((party) => ({ party, ...consent }));
  const agreement = { form: "written" as const, signedAt: [at, at], sealedAt: at, documentNumber: "样例调字1号" };
  const performance = { performedOn: shanghaiDate(at), proof: "收据" };
  await step("lease and ack", async () => {
    version = await emptyInbox(committee);
  });
  await take("accept", (on) => committee.accept({ ...on, body: {} }));
  await take("seek consent", (on) => committee.seekConsent(on));
  await take("record consent", (on) => committee.recordConsent({ ...on, body: { consents } }));
  await take("record session", (on) => committee.recordSession({ ...on, body: { heldAt: at } }));
  await take("record agreement", (on) => committee.recordAgreement({ ...on, body: agreement }));
  await take("start performance", (on) => committee.startPerformance(on));
  await take("complete performance", (on) => committee.completePerformance({ ...on, body: performance }));
  await take("read the result", () => agency.showCase({ params: { caseId } }));
  await take("acknowledge", (on) => agency.acknowledgeResult(on));
  await step("lease and ack of the referrer", () => emptyInbox(agency));
  units.set("3 webhooks", usedBy("DeliverWebhook") - deliveries);
  units.set("count", usedBy("Count") - counts);
  return units;
}

/** Takes what is there, as one call can; the version of the last message. */
async function emptyInbox(client: Client): Promise<number> {
  const { body } = await client.receiveMessages({ body: {} });
  const leases = body.messages.map(({ lease }) => lease);
  if (leases.length > 0) await client.ackMessages({ body: { leases } });
  return body.messages.at(-1)?.version ?? 0;
}

async function creationFigures(platform: Platform, agency: Client): Promise<Figure[]> {
  platform.resetMeter();
  await agency.submitReferral({ body: freshQuarrel("bench-calls") });
  const calls = Object.entries(platform.meter()["Api"]?.calls ?? {}).filter(([call]) => call.startsWith("dynamodb:"));
  const count = (wanted: (call: string) => boolean): number =>
    calls.reduce((sum, [call, times]) => (wanted(call) ? sum + times : sum), 0);
  const isWrite = (call: string): boolean => /Write|Put|Update|Delete/.test(call);
  const note = "the read of the caller's keys";
  return [
    figure("DynamoDB writes of a creation", count(isWrite), "calls", { budget: 1 }),
    figure(
      "DynamoDB reads of a creation",
      count((call) => !isWrite(call)),
      "calls",
      { budget: 1, note },
    ),
  ];
}

function unitFigures(units: ReadonlyMap<string, number>): Figure[] {
  const steps = [...units].filter(([, used]) => used > 0).map(([step, used]) => figure(`  ${step}`, used, "units"));
  const total = [...units.values()].reduce((sum, used) => sum + used, 0);
  return [figure("write units of a whole case", total, "units", { budget: 112 }), ...steps];
}

/**
 * The meter counts a receive and a delete for each batch that a queue handed out, and not the polls that found it empty: an
 * event source polls day and night, whether cases come or not, so that is a price of the month and not of a case.
 */
function costFigures(platform: Platform, meter: ReturnType<Platform["meter"]>): Figure[] {
  const memoryMb = (name: string): number =>
    platform.stack().functions.find((spec) => spec.name === name)?.memoryMb ?? 0;
  const apiCalls = Object.entries(meter).reduce(
    (sum, [name, { invocations }]) => (platform.servesApi(name) ? sum + invocations : sum),
    0,
  );
  const run = { cases, memoryMb, apiCalls };
  const services = usdByService(meter, run);
  const usd = usdPer1000Cases(meter, run);
  const awsCalls = callsTogether(meter);
  const total = awsCalls.reduce((sum, [, count]) => sum + count, 0);
  return [
    figure("API calls of a whole case", apiCalls / cases, "calls"),
    figure("AWS calls of a whole case", total / cases, "calls", { budget: 82 }),
    ...awsCalls.map(([call, count]) => figure(`  ${call}`, count / cases, "calls")),
    figure("1,000 whole cases", usd, "USD"),
    ...Object.entries(services).map(([service, each]) => figure(`  ${service}`, each, "USD")),
    // A machine that others use takes twice as long, and Lambda is paid by time.
    figure("1,000 whole cases but for Lambda", usd - services.lambda, "USD", { budget: 0.145 }),
  ];
}
