import { deepEqual, equal } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { City } from "../../infra/demo/city.ts";
import type { Client } from "../../shared/client/client.ts";
import { ApiError } from "../../shared/client/errors.ts";
import { toldOf } from "../support/inbox.ts";
import { mediate, quarrel, settleCase } from "../support/platform.ts";

export const police = "police-330483101";
export const committee = "pmc-330483101";

/** Takes a referral by the API through routing, mediation and performance to its acknowledged result; gives the case's id. */
export async function liveWholeCase(city: City): Promise<string> {
  const referrer = await city.clientOf(police);
  const body = await city.clientOf(committee);
  const submitted = (await referrer.submitReferral({ body: quarrel("cloud-1") })).body;
  const { caseId } = submitted;
  equal((await referrer.submitReferral({ body: quarrel("cloud-1") })).body.caseId, caseId);
  await hear(body, caseId, "assignment.offered");
  await mediate(body, caseId);
  await settleCase(body, caseId);
  await referrer.acknowledgeResult({ params: { caseId }, version: "*" });
  const { state } = (await referrer.showCase({ params: { caseId } })).body;
  deepEqual([state.status, state.referrals[0].acknowledgedAt !== undefined], ["closed", true]);
  return caseId;
}

/** Takes from an inbox what it tells of a case, until this is told; how many messages that were. */
export async function hear(client: Client, caseId: string, last: string): Promise<number> {
  const told: string[] = [];
  await until(`the inbox tells ${last}`, async () => {
    told.push(...(await toldOf(client, caseId)));
    return told.includes(last) ? true : undefined;
  });
  return told.length;
}

/** Asks again and again, for at most half a minute, until there is an answer. */
export async function until<Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`In vain for half a minute: ${what}`);
    await pause(200);
  }
}

/** The case with its parties in clear text, which takes the keys by which they were sealed. */
export async function readWhole(client: Client, caseId: string): Promise<void> {
  const { parties } = (await client.showParties({ params: { caseId } })).body;
  deepEqual(
    parties.map(({ name }) => name),
    ["张样例", "李样例"],
  );
}

/** True once the platform no longer knows who calls. */
export async function isRefused(client: Client): Promise<true | undefined> {
  try {
    await client.listOrganisations({ query: { county: "330483" } });
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return true;
    throw error;
  }
}
