import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { startReceiver } from "../../infra/demo/webhook-receiver.ts";
import { signToken } from "../../shared/client/token.ts";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import { limits } from "../../shared/domain/limits.ts";
import { quarrel } from "../support/platform.ts";
import { police as flooder, startTown, type Town } from "../support/town.ts";

/** So many calls at least, each so long after the one before, and more until that is over. */
type Pace = { calls: number; paceMilliseconds: number; until?: () => boolean };
/** How long each answer took, and each offer of a case from its referral to the committee's webhook, in milliseconds. */
export type Waits = { answers: number[]; offers: number[]; lost: number; refused: number };
/** What became of the calls of a flood. */
export type Taken = { taken: number; refused: number; failed: number };
type Attack = (calls: number, paceMilliseconds: number) => Promise<Taken>;

export type FloodRig = {
  /** An agency and a committee of another county at work. */
  othersAtWork(pace: Pace): Promise<Waits>;
  /** What one organisation sends, whatever it is answered. */
  flood: Record<"ofReferrals" | "ofEndpoints" | "ofLongPolls", Attack>;
  /** Waits until what was taken is worked off. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

const neighbour = "330421";
const others = { agency: `police-${neighbour}`, committee: `pmc-${neighbour}` };
const floodedTown = "330483101";
const longestMilliseconds = 30_000;

/** A platform of which each organisation may use the usual share. */
export async function startFloodRig(): Promise<FloodRig> {
  const usual = { requestsAMinute: limits.requestsAMinute.usual, referralsAnHour: limits.referralsAnHour.usual };
  const town = await startTown([flooder], {
    environmentsAtMost: 6,
    parameters: { Limits: JSON.stringify(usual) },
    organisations: {
      "pmc-flooded": facts(floodedTown, "general"),
      [`bureau-${neighbour}`]: facts(neighbour, "coordinator"),
      [others.agency]: facts(neighbour, "police"),
      [others.committee]: facts(neighbour, "general"),
    },
  });
  await town.operator.putDivision({ params: { code: neighbour }, body: { name: "样例县", level: "county" } });
  // They work for longer than their usual quota of an hour allows for; the flooder has the usual ones.
  const wide = { requestsAMinute: limits.requestsAMinute.most, referralsAnHour: limits.referralsAnHour.most };
  for (const organisationId of Object.values(others))
    await town.operator.putLimits({ params: { organisationId }, body: wide });
  const offeredAt = new Map<string, number>();
  const receiver = await startReceiver((_, { data }) => {
    if ("caseId" in data) offeredAt.set(data.caseId, performance.now());
  }, town.now);
  const committee = await town.clientOf(others.committee);
  const url = receiver.addressOf(others.committee);
  const { body } = await committee.createWebhookEndpoint({ body: { url, types: ["assignment.offered"] } });
  receiver.expect(others.committee, body.secret);

  const post = asking(town);
  let sent = 0;
  return {
    async othersAtWork({ calls, paceMilliseconds, until = () => true }) {
      const waits: Waits = { answers: [], offers: [], lost: 0, refused: 0 };
      const sentAt = new Map<string, number>();
      let caseId = "";
      const turns = [
        async () => {
          sent += 1;
          const startedAt = performance.now();
          const answer = await post(others.agency, "/v1/referrals", quarrelAt(neighbour, `other-${sent}`));
          caseId = submitted.safeParse(answer.body).data?.caseId ?? caseId;
          sentAt.set(caseId, startedAt);
          return answer;
        },
        () => post(others.agency, `/v1/cases/${caseId}`),
        () => post(others.committee, "/v1/work/counts"),
        () => post(others.committee, "/v1/inbox/receive", { max: 10 }),
      ];
      for (let call = 0; call < calls || !until(); call += 1) {
        const startedAt = performance.now();
        const answer = await turns[call % turns.length]?.();
        const tookMilliseconds = performance.now() - startedAt;
        waits.answers.push(tookMilliseconds);
        if (answer !== undefined && answer.status >= 300) waits.refused += 1;
        await sleep(Math.max(0, paceMilliseconds - tookMilliseconds));
      }
      const deadline = performance.now() + longestMilliseconds;
      const missing = () => [...sentAt.keys()].filter((id) => !offeredAt.has(id)).length;
      while (missing() > 0 && performance.now() < deadline) await sleep(20);
      waits.lost = missing();
      for (const [id, from] of sentAt) waits.offers.push((offeredAt.get(id) ?? Number.POSITIVE_INFINITY) - from);
      return waits;
    },
    flood: {
      ofReferrals: paced((number) => post(flooder, "/v1/referrals", quarrelAt(floodedTown, `flood-${number}`))),
      // Nobody listens there, and each event of the flooder's cases is told to all of them.
      ofEndpoints: paced(async (number) => {
        if (number % 20 === 0) await post(flooder, "/v1/referrals", quarrelAt(floodedTown, `told-${number}`));
        return post(flooder, "/v1/webhook-endpoints", { url: `http://127.0.0.1:9/${number}` });
      }),
      ofLongPolls: paced(() => post(flooder, "/v1/inbox/receive", { waitSeconds: 5 })),
    },
    settled: () => town.platform.settled({ timeoutMs: 120_000, ignoreDelayed: true }),
    async stop() {
      await receiver.stop();
      await town.stop();
    },
  };
}

const facts = (divisionCode: string, type: "general" | "police" | "coordinator"): OrganisationFacts => ({
  ...{ kind: type === "general" ? "committee" : "agency", type, level: "county", name: "样例" },
  ...{ divisionCode, categories: [], suspended: false },
});

const submitted = z.object({ caseId: z.string() });
const quarrelAt = (place: string, sourceNumber: string): ReferralSubmission => {
  const { dispute, ...rest } = quarrel(sourceNumber);
  return { ...rest, dispute: { ...dispute, place } };
};

type Answer = { status: number; body: unknown };

/** Calls as a program does that signs one token for many calls; GET where nothing is sent. */
function asking({ platform, keyOf, now }: Town): (by: string, path: string, body?: unknown) => Promise<Answer> {
  const tokens = new Map<string, { token: Promise<string>; until: number }>();
  const tokenOf = (by: string): Promise<string> => {
    const held = tokens.get(by);
    if (held !== undefined && now() < held.until) return held.token;
    const token = signToken({ organisationId: by, key: keyOf(by), audience: "accord", now });
    tokens.set(by, { token, until: now() + 120_000 });
    return token;
  };
  return async (by, path, body) => {
    const authorization = `Bearer ${await tokenOf(by)}`;
    const response = await fetch(platform.url + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
}

/** Sends on at its pace, and waits for no answer before the next call. */
function paced(call: (number: number) => Promise<Answer>): Attack {
  return async (calls, paceMilliseconds) => {
    const outcome: Taken = { taken: 0, refused: 0, failed: 0 };
    const count = async (number: number): Promise<void> => {
      const { status } = await call(number);
      if (status < 300) outcome.taken += 1;
      else if (status < 500) outcome.refused += 1;
      else outcome.failed += 1;
    };
    const startedAt = performance.now();
    const all: Promise<void>[] = [];
    for (let number = 0; number < calls; number += 1) {
      all.push(count(number));
      await sleep(Math.max(0, startedAt + (number + 1) * paceMilliseconds - performance.now()));
    }
    await Promise.all(all);
    return outcome;
  };
}
