import { setTimeout as sleep } from "node:timers/promises";
import { concurrently } from "../../shared/client/concurrently.ts";
import type { MessageAsRead } from "../../shared/contracts/inbox.ts";
import { type City, coordinatorId } from "./city.ts";
import { mergeLater, onCircumstances, onTriage } from "./coordinator.ts";
import { onFiling, takeOn } from "./judge.ts";
import { answerOffer, closeLoop, onAllowed, onRuling } from "./mediator.ts";
import { mediatingAgencies, type Plan } from "./plan.ts";
import { onDanger, onInfoAsked, onInfoRequested, onResult, recallLater } from "./referrer.ts";
import { type Stage, subscriptions, type Work } from "./stage.ts";
import type { Receiver } from "./webhook-receiver.ts";

const aPage = 10;

export type Players = {
  /** An organisation looks into its inbox until it is empty; asked again meanwhile, it looks once more. */
  serveInbox(organisationId: string): Promise<void>;
  post(plan: Plan): Promise<void>;
  /** Does what the diaries say is due now. */
  keepDiaries(): Promise<void>;
  /** Resolves when nobody is at an inbox. */
  idle(): Promise<void>;
  isBusy(): boolean;
};

/** Agencies, bodies and the coordinator: each acts through its own client, on what its own inbox and diary say. */
export function createPlayers(stage: Stage): Players {
  const { city, notes } = stage;
  const busy = new Map<string, Promise<void>>();
  /** The turns that have not begun: they find everything that was announced until then. */
  const ahead = new Map<string, Promise<void>>();
  let atWork = 0;

  const report = (who: string) => (error: unknown) => {
    notes.problems.push(`${who}: ${error instanceof Error ? error.message : String(error)}`);
  };

  const serveInbox = (organisationId: string): Promise<void> => {
    const waiting = ahead.get(organisationId);
    if (waiting !== undefined) return waiting;
    const turn = (busy.get(organisationId) ?? Promise.resolve()).then(() => {
      ahead.delete(organisationId);
      return empty(organisationId);
    });
    const settled = turn.catch(report(organisationId)).finally(() => {
      atWork -= 1;
    });
    ahead.set(organisationId, settled);
    busy.set(organisationId, settled);
    atWork += 1;
    return settled;
  };

  const empty = async (organisationId: string): Promise<void> => {
    const client = await city.clientOf(organisationId);
    for (;;) {
      const { body } = await client.receiveMessages({ body: { max: aPage, leaseSeconds: 120 } });
      if (body.messages.length === 0) return;
      for (const message of body.messages) {
        if (message.caseId === undefined) continue;
        const plan = await planOf(message.caseId);
        const work = { organisationId, client, caseId: message.caseId, plan };
        await handle(work, message).catch(report(`${organisationId} on ${message.type} of ${message.caseId}`));
      }
      await client.ackMessages({ body: { leases: body.messages.map(({ lease }) => lease) } });
      // A message that comes after the last page brings a webhook of its own, or is found by the next sweep.
      if (body.messages.length < aPage) return;
    }
  };

  const handle = async (work: Work, { type }: MessageAsRead): Promise<void> => {
    switch (type) {
      case "assignment.offered":
        return onOffer(work);
      case "case.triaged":
        return work.organisationId === coordinatorId ? onTriage(stage, work) : undefined;
      case "circumstances.noted":
        return work.organisationId === coordinatorId ? onCircumstances(stage, work) : undefined;
      case "eligibility.decided":
        return onAllowed(stage, work);
      case "danger.reported":
        return onDanger(work);
      case "info.requested":
        return onInfoRequested(stage, work);
      case "info.asked":
        return onInfoAsked(work);
      case "confirmation.filed":
        return onFiling(stage, work);
      case "case.sent_on":
        return takeOn(work);
      case "sending.accepted":
      case "sending.returned":
        return closeLoop(work);
      case "confirmation.granted":
      case "confirmation.refused":
        return onRuling(stage, work);
      case "case.closed":
      case "result.reminded":
        return onResult(stage, work, type === "result.reminded");
    }
  };

  const onOffer = async (work: Work): Promise<void> => {
    const { organisationId, client, caseId } = work;
    // To an agency that sent the case or coordinates it, an offer is news that it need not act on.
    if (city.kindOf(organisationId) === "agency" && !mediatingAgencies.includes(organisationId)) return;
    const { body } = await client.showCase({ params: { caseId } });
    if (body.state.status !== "offered" || body.state.assignment.organisationId !== organisationId) return;
    if (!notes.visibleAt.has(caseId)) notes.visibleAt.set(caseId, performance.now());
    await answerOffer(stage, work, body);
  };

  /** An offer can reach a committee before the poster has its own answer. */
  const planOf = async (caseId: string): Promise<Plan> => {
    for (let waits = 0; waits < 500; waits += 1) {
      const plan = notes.plans.get(caseId);
      if (plan !== undefined) return plan;
      await sleep(10);
    }
    throw new Error(`nobody posted case ${caseId}`);
  };

  return {
    serveInbox,
    isBusy: () => atWork > 0,
    async idle() {
      while (atWork > 0) await Promise.all(busy.values());
    },
    async keepDiaries() {
      const due = stage.diary.due(stage.calendar.now());
      await concurrently(due, 6, (task) => task().catch(report("a diary")));
    },
    async post(plan) {
      const { referrerId, referral, course, sameAs } = plan;
      const client = await city.clientOf(referrerId);
      const startedAt = performance.now();
      const { body } = await client.submitReferral({ body: referral });
      notes.postedAt.set(body.caseId, startedAt);
      notes.plans.set(body.caseId, plan);
      const work = { organisationId: referrerId, client, caseId: body.caseId, plan };
      if (course.kind === "recalled") recallLater(stage, work);
      if (sameAs !== undefined) mergeLater(stage, body.caseId, sameAs);
      if (!plan.postedTwice) return;
      const again = await client.submitReferral({ body: referral });
      if (again.status !== 200 || again.body.caseId !== body.caseId) {
        notes.problems.push(`${referral.sourceNumber} posted twice made ${again.body.caseId} beside ${body.caseId}`);
      }
    },
  };
}

/** Two mediators for an organisation that may be asked to mediate. */
export async function registerMediators({ coordinator }: City, organisationId: string): Promise<void> {
  for (const [mediatorId, name] of [
    ["lead", "样例调解员"],
    ["helper", "样例协办调解员"],
  ] as const) {
    const body = { name, categories: [], lead: mediatorId === "lead" };
    await coordinator.putMediator({ params: { organisationId, mediatorId }, body });
  }
}

/** Every organisation subscribes the receiver's address with its own secret. */
export async function subscribe(city: City, receiver: Receiver, organisationId: string, kind: string, type: string) {
  const client = await city.clientOf(organisationId);
  const url = receiver.addressOf(organisationId);
  const { body } = await client.createWebhookEndpoint({ body: { url, types: subscriptions(kind, type) } });
  receiver.expect(organisationId, body.secret);
}
