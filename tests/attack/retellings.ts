import { coordinatorId } from "../../infra/demo/city.ts";
import { verifyWebhook } from "../../shared/client/webhook.ts";
import { bundledCalendars, isWorkingDay, shanghaiDate } from "../../shared/domain/calendar.ts";
import { nextDigestAt } from "../../shared/domain/digest.ts";
import { emptyInbox } from "../support/inbox.ts";
import { type Delivery, type Receiver, startReceiver } from "../support/receiver.ts";
import { oneOf } from "../support/tampering.ts";
import {
  cityCommittee,
  day,
  minute,
  police,
  refer,
  second,
  strangerAgency,
  strangerCommittee,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";
import { type Corpus, each, foreign, type Ground, isGiven, type Random } from "./ground.ts";
import { faultOfCode } from "./judges.ts";

/** Auditors have no inbox. */
const strangers = [strangerAgency, strangerCommittee, foreign.desk, foreign.agency, foreign.body];

/** What is told again after an outage, webhooks that are played back, and digests: each to those whose it is, once. */
export const retellings: Corpus = {
  name: "replays and digests",
  zh: "补发推送与每日提醒",
  atLeast: 340,
  async run(ground: Ground, random) {
    const wrong: string[] = [];
    const tried =
      (await ofReplays(ground, random, wrong)) + (await ofRanges(ground, wrong)) + (await ofDigests(ground, wrong));
    return { tried, wrong };
  },
};

const at = (milliseconds: number): string => new Date(milliseconds).toISOString();

async function ofReplays({ town }: Ground, random: Random, wrong: string[]): Promise<number> {
  const owners = [police, strangerAgency, foreign.agency];
  const heard = new Map<string, { receiver: Receiver; secret: string; endpointId: string }>();
  for (const owner of owners) {
    const receiver = await startReceiver();
    const { body } = await (await town.clientOf(owner)).createWebhookEndpoint({ body: { url: receiver.url } });
    heard.set(owner, { receiver, ...body });
  }
  const quiet = () => town.platform.settled({ ignoreDelayed: true, timeoutMs: 120_000 });
  const [caseId, referrer] = [await refer(town, "retold-1"), await town.clientOf(police)];
  const { state } = (await town.coordinator.showCase({ params: { caseId } })).body;
  if (state.status !== "offered") throw new Error(`the case is ${state.status}, and not offered`);
  const left = state.assignment.organisationId;
  const leaver = await town.clientOf(left);
  await leaver.decline({ params: { caseId }, version: "*", body: { reason: "no_capacity" } });
  await quiet();
  const from = town.now();
  const known = (await town.coordinator.showCase({ params: { caseId } })).body.version;
  for (const stranger of [...strangers, left]) await emptyInbox(await town.clientOf(stranger));
  // Nobody is told, until somebody has it told again.
  await town.platform.withoutStreams(async () => {
    await referrer.recall({ params: { caseId }, version: "*", body: { reason: "new_facts" } });
    town.advance(minute);
  });
  await quiet();
  const body = { from: at(from), to: at(town.now()) };
  const replay = async (by: string): Promise<number> => {
    const client = await town.clientOf(by);
    let [cases, cursor]: [number, string | undefined] = [0, undefined];
    do {
      const answer: { cases: number; cursor?: string } = (
        await client.replayEvents({ body, query: cursor === undefined ? {} : { cursor } })
      ).body;
      cases += answer.cases;
      cursor = answer.cursor;
    } while (cursor !== undefined);
    return cases;
  };
  const counts = await Promise.all([coordinatorId, foreign.desk, coordinatorId, foreign.desk].map(replay));
  if (counts[1] !== 0 || counts[3] !== 0) wrong.push(`another county has ${counts[1]} cases of this one told again`);
  town.advance(3 * minute);
  await quiet();
  const missed = (await town.coordinator.showCase({ params: { caseId } })).body.version - known;
  const ofCase = (deliveries: readonly Delivery[]) => deliveries.filter(({ id }) => id.startsWith(caseId));
  const own = heard.get(police);
  const told = ofCase(own?.receiver.deliveries ?? []).map(({ id }) => id);
  if (new Set(told).size < told.length) wrong.push(`told twice: ${told.join(", ")}`);
  if (missed === 0 || told.length < missed) wrong.push(`of ${missed} missed events ${told.length} were told`);
  let tried = told.length;
  for (const owner of owners.slice(1)) {
    const others = ofCase(heard.get(owner)?.receiver.deliveries ?? []);
    tried += 1;
    if (others.length > 0) wrong.push(`${owner} is called for a case of others: ${others[0]?.id}`);
  }
  for (const stranger of [...strangers, left]) {
    const messages = await emptyInbox(await town.clientOf(stranger));
    tried += 1 + messages.length;
    const later = messages.filter(({ messageId }) => messageId.startsWith(caseId));
    if (later.length > 0) wrong.push(`${stranger} is told of a case that is none of its: ${later[0]?.messageId}`);
  }
  const { deliveries } = own?.receiver ?? { deliveries: [] };
  tried += playedBack(random, deliveries, own?.secret ?? "", wrong);
  for (const [owner, { receiver, endpointId }] of heard) {
    await (await town.clientOf(owner)).removeWebhookEndpoint({ params: { endpointId } });
    await receiver.stop();
  }
  return tried;
}

/** Deliveries as somebody who saw them sends them to their receiver: changed, or at another time. */
function playedBack(random: Random, deliveries: readonly Delivery[], secret: string, wrong: string[]): number {
  const taken = ({ headers, rawBody }: Pick<Delivery, "headers" | "rawBody">, late = 0): boolean => {
    try {
      const now = Number(deliveries[0]?.headers["webhook-timestamp"]) * 1_000 + late;
      verifyWebhook({ secret, headers, rawBody, now: () => now });
      return true;
    } catch {
      return false;
    }
  };
  const [first] = deliveries;
  if (first === undefined || !taken(first)) wrong.push("a good delivery is refused, so that nothing is shown");
  const tries = 300;
  for (let count = 0; first !== undefined && count < tries; count += 1) {
    const { headers, rawBody } = first;
    const place = random(rawBody.length);
    const other = { ...headers, "webhook-id": crypto.randomUUID() };
    const ways = [
      { what: "another body", rawBody: `${rawBody.slice(0, place)}~${rawBody.slice(place + 1)}`, headers },
      { what: "a longer body", rawBody: `${rawBody} `, headers },
      { what: "another id", rawBody, headers: other },
      { what: "another time", rawBody, headers: { ...headers, "webhook-timestamp": String(random(2 ** 31)) } },
      { what: "late", rawBody, headers, late: (301 + random(86_400)) * 1_000 },
      { what: "early", rawBody, headers, late: -(301 + random(86_400)) * 1_000 },
      { what: "no signature", rawBody, headers: { ...headers, "webhook-signature": "" } },
      { what: "another version", rawBody, headers: { ...headers, "webhook-signature": "v1a,AAAA" } },
    ];
    const { what, late, ...sent } = { late: 0, ...oneOf(random, ways) };
    if (taken(sent, late)) wrong.push(`a delivery is taken with ${what}`);
  }
  return tries;
}

/** Ranges and cursors that no replay takes, and callers who ask for none. */
async function ofRanges({ town, send }: Ground, wrong: string[]): Promise<number> {
  const now = town.now();
  const good = { from: at(now - minute), to: at(now) };
  const bodies = [
    { ...good, from: at(now - 31 * day) },
    { ...good, to: at(now + 60 * minute) },
    { from: good.to, to: good.from },
    { ...good, from: "0000-01-01T00:00:00Z" },
    { ...good, to: "+275760-09-13T00:00:00Z" },
    { ...good, from: "2026-02-30T00:00:00Z" },
    { ...good, caseId: "x" },
    { from: good.from },
    {},
    [],
  ];
  const cursors = ["", "AAAA", "330421", "330483#2026-01", "330421#2026-01", "../330421"].map((text) =>
    encodeURIComponent(Buffer.from(text).toString("base64url")),
  );
  const tries = [
    ...bodies.map((body) => ({ by: coordinatorId, query: "", body, code: "invalid-body" as const })),
    ...cursors.map((cursor) => ({
      by: coordinatorId,
      query: `?cursor=${cursor}`,
      body: good,
      code: "invalid-cursor" as const,
    })),
    ...[police, villageCommittee, foreign.agency, "audit-330483"].map((by) => ({
      ...{ by, query: "", body: good, code: "not-allowed" as const },
    })),
  ];
  const faults = await each(tries, async ({ by, query, body, code }) => {
    const fault = faultOfCode(await send(`/v1/replays${query}`, { by, method: "POST", body }), code);
    return fault === undefined ? undefined : `replays by ${by} of ${JSON.stringify(body)}${query}: ${fault}`;
  });
  wrong.push(...faults.filter(isGiven));
  return tries.length;
}

/** The clock looks several times at once at the time of digests: each organisation has one, with numbers of its own alone. */
async function ofDigests({ town }: Ground, wrong: string[]): Promise<number> {
  await refer(town, "digest-attack");
  const here = [coordinatorId, police, villageCommittee, townCommittee, cityCommittee];
  const next = () => Date.parse(nextDigestAt(at(town.now()), "08:30")) - town.now() + second;
  const isWorkday = () => isWorkingDay(shanghaiDate(at(town.now() + next())), bundledCalendars());
  while (!isWorkday()) town.advance(next());
  for (const one of [...here, ...strangers]) await emptyInbox(await town.clientOf(one));
  town.advance(next());
  await Promise.all(Array.from({ length: 4 }, () => town.platform.fireSchedules()));
  await town.platform.settled({ ignoreDelayed: true, timeoutMs: 120_000 });
  let tried = 0;
  let came = 0;
  for (const one of [...here, ...strangers]) {
    const client = await town.clientOf(one);
    const digests = (await emptyInbox(client)).filter(({ type }) => type === "digest.daily");
    const [own, ...more] = digests;
    tried += 1 + digests.length;
    came += digests.length;
    if (more.length > 0) wrong.push(`${one} has ${digests.length} digests of one day`);
    if (own === undefined) continue;
    const named = Object.keys(own.digest ?? {})
      .toSorted()
      .join();
    if (own.caseId !== undefined || named !== "date,due,dueBy,open,overdue")
      wrong.push(`a digest of ${one} holds ${named}`);
    const { total } = (await client.countWork({})).body;
    if (own.digest?.open !== total) wrong.push(`a digest of ${one} counts ${own.digest?.open} of its ${total}`);
  }
  if (came === 0) wrong.push("no digest came, so that nothing is shown");
  return tried;
}
