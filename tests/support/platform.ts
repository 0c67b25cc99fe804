import { type City, openCity } from "../../infra/demo/city.ts";
import { type Platform, type PlatformOptions, startPlatform } from "../../infra/local/platform.ts";
import type { Client } from "../../shared/client/client.ts";
import { newKeyPair } from "../../shared/client/token.ts";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { activeMutant } from "./active-mutant.ts";
import { wideLimits } from "./limits.ts";
import { workingDayOffset } from "./working-day.ts";

/** `now` is the time of the platform, in milliseconds. */
export type RunningCity = { platform: Platform; city: City; now: () => number; stop: () => Promise<void> };

/** The synthesised stack on real engines in memory, on a working day, with the sample city's divisions and the named organisations. */
export async function startCity(
  organisationIds: readonly string[],
  options: PlatformOptions = {},
): Promise<RunningCity> {
  const { privateJwk, publicJwk } = await newKeyPair();
  const { parameters = {}, onClock, clockOffsetMs = workingDayOffset(), ...others } = options;
  let aheadMs = clockOffsetMs;
  const platform = await startPlatform({
    environment: { WEBHOOK_ALLOW_LOOPBACK: "true", ...activeMutant },
    environmentsAtMost: 4,
    ...others,
    clockOffsetMs,
    parameters: (apiUrl) => ({
      BootstrapKey: JSON.stringify(publicJwk),
      ...wideLimits,
      ...(typeof parameters === "function" ? parameters(apiUrl) : parameters),
    }),
    onClock(offsetMs) {
      aheadMs = offsetMs;
      onClock?.(offsetMs);
    },
  });
  // Those who sign tokens have the same time as the platform, and so has who is told of it.
  onClock?.(clockOffsetMs);
  const city = openCity(platform.url, privateJwk, () => Date.now() + aheadMs);
  await city.settle(["justice-bureau", ...organisationIds]);
  return { platform, city, now: () => Date.now() + aheadMs, stop: platform.stop };
}

/** A police station's civil quarrel in a town, between two invented people. */
export const quarrel = (sourceNumber: string, change: Partial<ReferralSubmission> = {}): ReferralSubmission => ({
  ...(change.channel === "petition" ? { takenUpWithRequest: true } : {}),
  sourceNumber,
  channel: "police_civil",
  dispute: {
    category: "02",
    place: "330483101",
    summary: "样例：邻里纠纷",
    riskGrade: "blue",
    earlierAttemptFailed: false,
    circumstances: [],
  },
  parties: [
    { side: "applicant", kind: "natural_person", name: "张样例" },
    { side: "respondent", kind: "natural_person", name: "李样例" },
  ],
  ...change,
});

/** Takes an offered case through acceptance, consent and one session; the two parties then wait to sign. */
export async function mediate(committee: Client, caseId: string, ...mediatorIds: string[]): Promise<void> {
  const params = { caseId };
  const version = "*";
  const [mediatorId, ...coMediatorIds] = mediatorIds;
  const body = { ...(mediatorId && { mediatorId }), ...(coMediatorIds.length > 0 && { coMediatorIds }) };
  const { state } = (await committee.accept({ params, version, body })).body;
  if (state.status !== "accepted") throw new Error(`an accepted case is ${state.status}`);
  const at = state.assignment.acceptedAt;
  await committee.seekConsent({ params, version });
  const consents = [1, 2].map((party) => ({ party, answer: "consented" as const, channel: "telephone" as const, at }));
  await committee.recordConsent({ params, version, body: { consents } });
  await committee.recordSession({ params, version, body: { heldAt: at } });
}

/** Takes a mediated case through a written agreement and its performance, which closes it. */
export async function settleCase(committee: Client, caseId: string): Promise<void> {
  const at = await agree(committee, caseId);
  const body = { performedOn: shanghaiDate(at), proof: "收据" };
  await committee.completePerformance({ params: { caseId }, version: "*", body });
}

/** Takes a mediated case through a written agreement to its performance; the time at which it took effect. */
export async function agree(committee: Client, caseId: string): Promise<string> {
  const params = { caseId };
  const version = "*";
  const { state } = (await committee.showCase({ params })).body;
  if (state.status !== "mediating" || state.lastSessionAt === undefined) throw new Error("mediate it first");
  const at = state.lastSessionAt;
  const agreement = { form: "written" as const, signedAt: [at, at], sealedAt: at, documentNumber: "样例调字1号" };
  await committee.recordAgreement({ params, version, body: agreement });
  await committee.startPerformance({ params, version });
  return at;
}
