import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../../../shared/client/client.ts";
import type { InboxMessage } from "../../../shared/contracts/inbox.ts";
import type { CaseEventType } from "../../../shared/domain/events.ts";
import type { Plan } from "./caseload.ts";
import { type City, coordinatorId } from "./city.ts";
import type { Receiver } from "./webhook-receiver.ts";

/** What the players saw, for the table at the end. */
export type Notes = {
  /** By case: when it was posted and when its first offer lay in a committee's hands, in milliseconds. */
  postedAt: Map<string, number>;
  visibleAt: Map<string, number>;
  plans: Map<string, Plan>;
  closed: Set<string>;
  acknowledged: Set<string>;
  problems: string[];
};

export const newNotes = (): Notes => ({
  postedAt: new Map(),
  visibleAt: new Map(),
  plans: new Map(),
  closed: new Set(),
  acknowledged: new Set(),
  problems: [],
});

/** The steps each kind of organisation has itself told about; the message itself waits in its inbox. */
export const subscriptions = (kind: string, type: string): [CaseEventType, ...CaseEventType[]] => {
  if (type === "coordinator") return ["case.triaged"];
  return kind === "agency" ? ["case.closed"] : ["assignment.offered", "agreement.reached"];
};

export type Players = {
  /** An organisation looks into its inbox until it is empty; asked again meanwhile, it looks once more. */
  serveInbox(organisationId: string): Promise<void>;
  post(plan: Plan): Promise<void>;
  /** Resolves when nobody is at an inbox. */
  idle(): Promise<void>;
  isBusy(): boolean;
};

/** Agencies, committees and the coordinator: each acts through its own client, on what its own inbox says. */
export function createPlayers(city: City, notes: Notes): Players {
  const busy = new Map<string, Promise<void>>();
  let atWork = 0;

  const serveInbox = (organisationId: string): Promise<void> => {
    const turn = (busy.get(organisationId) ?? Promise.resolve()).then(() => empty(organisationId));
    const settled = turn.catch((error: unknown) => {
      notes.problems.push(`${organisationId}: ${error instanceof Error ? error.message : String(error)}`);
    });
    busy.set(organisationId, settled);
    atWork += 1;
    return settled.finally(() => {
      atWork -= 1;
    });
  };

  const empty = async (organisationId: string): Promise<void> => {
    const client = await city.clientOf(organisationId);
    for (;;) {
      const { body } = await client.receiveMessages({ body: { max: 10, leaseSeconds: 120 } });
      if (body.messages.length === 0) return;
      for (const message of body.messages) await handle(organisationId, client, message);
      await client.ackMessages({ body: { leases: body.messages.map(({ lease }) => lease) } });
    }
  };

  const handle = async (organisationId: string, client: Client, message: InboxMessage): Promise<void> => {
    const { caseId, type, version } = message;
    if (type === "assignment.offered") {
      const { body } = await client.showCase({ params: { caseId } });
      const offered = body.state.status === "offered" && body.state.assignment.organisationId === organisationId;
      if (offered) await answerOffer(organisationId, client, caseId, version);
    }
    if (type === "case.triaged" && organisationId === coordinatorId) {
      const assignment = { organisationId: "pmc-330483", reason: "地点不明，由市调委会受理" };
      await client.assign({ params: { caseId }, version: "*", body: assignment });
    }
    if (type === "case.closed") await acknowledge(client, caseId);
  };

  const acknowledge = async (client: Client, caseId: string): Promise<void> => {
    notes.closed.add(caseId);
    await client.acknowledgeResult({ params: { caseId }, version: "*" });
    notes.acknowledged.add(caseId);
  };

  const answerOffer = async (organisationId: string, client: Client, caseId: string, version: number) => {
    if (!notes.visibleAt.has(caseId)) notes.visibleAt.set(caseId, performance.now());
    const plan = await planOf(caseId);
    if (plan.firstDeclines !== undefined && !declined.has(caseId)) {
      declined.add(caseId);
      await client.decline({ params: { caseId }, version, body: { reason: plan.firstDeclines } });
      return;
    }
    await mediate(client, caseId, version, plan);
    if (plan.referrerId === organisationId) await acknowledge(client, caseId);
  };
  const declined = new Set<string>();

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
    async post(plan) {
      const client = await city.clientOf(plan.referrerId);
      const startedAt = performance.now();
      const { body } = await client.submitReferral({ body: plan.referral });
      notes.postedAt.set(body.caseId, startedAt);
      notes.plans.set(body.caseId, plan);
      if (!plan.postedTwice) return;
      const again = await client.submitReferral({ body: plan.referral });
      if (again.status !== 200 || again.body.caseId !== body.caseId) {
        notes.problems.push(
          `${plan.referral.sourceNumber} posted twice made ${again.body.caseId} beside ${body.caseId}`,
        );
      }
    },
  };
}

/** One committee's work on one case, step by step, each step on the version the last one left. */
async function mediate(client: Client, caseId: string, offeredVersion: number, { ending, referral }: Plan) {
  const params = { caseId };
  const now = () => new Date().toISOString();
  const documentNumber = `桐调字${caseId.slice(0, 8)}号`;
  let version = offeredVersion;
  const step = async (taken: Promise<{ body: { version: number } }>): Promise<void> => {
    version = (await taken).body.version;
  };

  await step(client.accept({ params, version, body: { mediatorId: "lead" } }));
  await step(client.seekConsent({ params, version }));
  const consents = referral.parties.map((_, index) => ({
    party: index + 1,
    answer: ending.kind === "refused" && index === 1 ? ("refused" as const) : ("consented" as const),
    channel: "telephone" as const,
    at: now(),
  }));
  await step(client.recordConsent({ params, version, body: { consents } }));
  if (ending.kind === "refused") return;
  await step(client.recordSession({ params, version, body: { heldAt: now() } }));
  if (ending.kind === "failed") {
    await step(client.fail({ params, version, body: { reason: ending.reason } }));
    return;
  }
  const amountFen = 100_000;
  const signed = referral.parties.map(now);
  const body =
    ending.form === "written"
      ? ({ form: "written", signedAt: signed, sealedAt: now(), documentNumber, amountFen } as const)
      : ({ form: "oral", agreedAt: now(), documentNumber, amountFen } as const);
  await step(client.recordAgreement({ params, version, body }));
  await step(client.startPerformance({ params, version }));
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await step(client.completePerformance({ params, version, body: { performedOn: today, proof: "转账凭证" } }));
}

/** Every organisation subscribes the receiver's address with its own secret. */
export async function subscribe(city: City, receiver: Receiver, organisationId: string, kind: string, type: string) {
  const client = await city.clientOf(organisationId);
  const url = receiver.addressOf(organisationId);
  const { body } = await client.createWebhookEndpoint({ body: { url, types: subscriptions(kind, type) } });
  receiver.expect(organisationId, body.secret);
}
