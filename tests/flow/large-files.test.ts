import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import { bindFile, bindingAt } from "../../shared/client/documents.ts";
import { checkedFetch, openDocument } from "../support/api-document.ts";
import { addLargePapers, beginsBinding, brokenCall, largePapers } from "../support/large-files.ts";
import { sha256 } from "../support/papers.ts";
import { mediate } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";
import {
  minute,
  police,
  refer,
  second,
  startTown,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const checked = checkedFetch(openDocument());
let town: Town;
let li: Client;
let caseId: string;

async function caseOf(number: string): Promise<string> {
  const id = await refer(town, number);
  await mediate(li, id);
  await addLargePapers(li, id);
  return id;
}

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, strangerCommittee]);
  li = await town.clientOf(villageCommittee, { officer: "Li", fetch: checked.fetch });
  caseId = await caseOf("large-1");
});
afterEach(() => town.platform.setFault(undefined));
afterAll(() => town?.stop());

const ask = (client: Client, of = caseId, reason?: string) =>
  client.bindFile({ params: { caseId: of }, query: { format: "zip", ...(reason !== undefined && { reason }) } });
const quiet = () => town.platform.settled({ ignoreDelayed: true });
const readingsOf = async (of: string) =>
  (await storedItems(town.platform)).filter(({ pk, sk }) => pk === `CASE#${of}` && sk.startsWith("READ#"));
/** What was recorded as read since, by paper; the parties have none. */
async function readSince(of: string, before: readonly { sk: string }[]): Promise<string[]> {
  const since = (await readingsOf(of)).filter(({ sk }) => !before.some((one) => one.sk === sk));
  return since.map((one) => String(one["documentId"] ?? "parties")).toSorted();
}
const onceEach = async (of: string): Promise<string[]> =>
  [
    ...(await li.listDocuments({ params: { caseId: of } })).body.documents.map(({ documentId }) => documentId),
    "parties",
  ].toSorted();
/** Breaks a call of the binding, counted from the moment at which it is begun. */
function breakBinding(breaks: (call: number) => boolean): () => number {
  let calls = 0;
  town.platform.setFault(({ functionName, operation, body }) => {
    if (functionName !== "Papers" || (calls === 0 && !beginsBinding(operation, body))) return "pass";
    calls += 1;
    return breaks(calls) ? brokenCall : "pass";
  });
  return () => calls;
}

describe("a file that is too large to be bound within a call", () => {
  it("is bound meanwhile: the answer says where to look, and it is found there, each paper read once", async () => {
    const before = await readingsOf(caseId);
    const asked = await ask(li);
    expect([asked.status, asked.body, asked.retryAfterSeconds]).toEqual([202, undefined, 5]);
    const params = bindingAt(asked.location);
    expect(params.caseId).toBe(caseId);
    await quiet();
    const { body } = await li.showBinding({ params });
    expect(body).toMatchObject({ state: "done", bound: { contentType: "application/zip" } });
    expect(body.bound?.papers).toHaveLength(largePapers);
    const bytes = new Uint8Array(await (await fetch(body.bound?.downloadUrl ?? "")).arrayBuffer());
    expect(sha256(bytes)).toBe(body.bound?.sha256);
    expect(await readSince(caseId, before)).toEqual(await onceEach(caseId));
    // As PDF it has a cover and nothing of what is large, and is there at once.
    expect((await li.bindFile({ params: { caseId } })).status).toBe(200);
  });

  it("is waited for by the client, which has its bytes then", async () => {
    let waits = 0;
    const sleep = async () => {
      waits += 1;
      await quiet();
    };
    const { bound, bytes } = await bindFile(li, { params: { caseId }, query: { format: "zip" } }, { sleep });
    expect(waits).toBe(1);
    expect(sha256(bytes)).toBe(bound.sha256);
  });

  it("is one binding for who asks twice at once, and another's own for another", async () => {
    const zhou = await town.clientOf(villageCommittee, { officer: "Zhou", fetch: checked.fetch });
    const before = await readingsOf(caseId);
    const all = await Promise.all([ask(li), ask(li), ask(zhou)]);
    const [one, same, other] = all.map(({ location }) => bindingAt(location));
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
    await quiet();
    const [first, others] = await Promise.all([
      li.showBinding({ params: one ?? bindingAt("") }),
      zhou.showBinding({ params: other ?? bindingAt("") }),
    ]);
    expect([first.body.state, others.body.state]).toEqual(["done", "done"]);
    expect(first.body.bound?.sha256).toBe(others.body.bound?.sha256);
    const each = await onceEach(caseId);
    expect(await readSince(caseId, before)).toEqual([...each, ...each].toSorted());
    expect(await problemCodeOf(zhou.showBinding({ params: one ?? bindingAt("") }))).toBe("404 not-found");
  });

  it("is for who may bind, and the coordinator says why before anything is begun", async () => {
    const stranger = await town.clientOf(strangerCommittee);
    const referrer = await town.clientOf(police);
    const params = bindingAt((await ask(li)).location);
    expect(await problemCodeOf(ask(referrer))).toBe("403 not-allowed");
    expect(await problemCodeOf(ask(stranger))).toBe("404 not-found");
    expect(await problemCodeOf(stranger.showBinding({ params }))).toBe("404 not-found");
    expect(await problemCodeOf(ask(town.coordinator))).toBe("400 invalid-parameters");
    const { location } = await ask(town.coordinator, caseId, "样例检查");
    await quiet();
    expect((await town.coordinator.showBinding({ params: bindingAt(location) })).body.state).toBe("done");
    const { readings } = (await town.coordinator.listReadings({ params: { caseId }, query: {} })).body;
    expect(readings.filter(({ reason }) => reason === "样例检查")).toHaveLength(1 + largePapers);
    expect(JSON.stringify(await readingsOf(caseId))).not.toContain("样例检查");
  });

  it.each([2, 4, 7, 9, 11, 13, 15, 17, 19])(
    "whose binding breaks at call %i is begun again, and comes to the same",
    async (from) => {
      const id = from === 2 ? await caseOf("large-2") : caseId;
      const before = await readingsOf(id);
      const calls = breakBinding((call) => call >= from);
      const params = bindingAt((await ask(li, id)).location);
      await quiet();
      expect(calls()).toBeGreaterThanOrEqual(from);
      town.platform.setFault(undefined);
      expect((await li.showBinding({ params })).body.state).toBe("running");
      town.platform.setFault(undefined);
      town.advance(13 * minute);
      await quiet();
      expect((await li.showBinding({ params })).body.state).toBe("done");
      expect(await readSince(id, before)).toEqual(await onceEach(id));
    },
  );

  it("is told to the binder again for who asks again, where the first telling was lost", async () => {
    town.platform.setFault(({ functionName, operation }) =>
      functionName === "Papers" && operation === "SendMessage"
        ? { status: 400, body: { __type: "AccessDenied" } }
        : "pass",
    );
    await expect(ask(li)).rejects.toThrow();
    town.platform.setFault(undefined);
    const params = bindingAt((await ask(li)).location);
    await quiet();
    expect((await li.showBinding({ params })).body.state).toBe("done");
  });

  it("fails with why where a paper is not what was filed, and can be asked for again", async () => {
    town.platform.setFault(({ functionName, operation }) =>
      functionName === "Papers" && operation === "GetObject" ? { status: 200, body: {} } : "pass",
    );
    const params = bindingAt((await ask(li)).location);
    await quiet();
    town.platform.setFault(undefined);
    const { body } = await li.showBinding({ params });
    expect(body).toMatchObject({ state: "failed", failure: { code: "document-mismatch" } });
    const { bound } = await bindFile(li, { params: { caseId }, query: { format: "zip" } }, { sleep: quiet });
    expect(bound.papers).toHaveLength(largePapers);
  });

  it("is given up after five attempts, says so, and lies among the dead letters", async () => {
    breakBinding((call) => call > 1);
    const params = bindingAt((await ask(li)).location);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await quiet();
      town.platform.setFault(undefined);
      expect((await li.showBinding({ params })).body.state).toBe("running");
      breakBinding((call) => call > 1);
      town.advance(13 * minute);
    }
    await quiet();
    town.platform.setFault(undefined);
    expect((await li.showBinding({ params })).body).toMatchObject({ state: "failed", failure: { code: "internal" } });
    const queues = await (await fetch(`${town.platform.sqsUrl}/_fauxqs/queues`)).json();
    const dead = { name: "accord-bindings-dead", approximateMessageCount: 1 };
    expect(queues).toContainEqual(expect.objectContaining(dead));
  });

  it("is given up after two hours where nobody could begin, and can be asked for again", async () => {
    town.platform.setFault(({ operation, body }) => (beginsBinding(operation, body) ? brokenCall : "pass"));
    const params = bindingAt((await ask(li)).location);
    await quiet();
    town.advance(119 * minute);
    await quiet();
    expect((await li.showBinding({ params })).body.state).toBe("running");
    town.advance(minute);
    await quiet();
    expect((await li.showBinding({ params })).body.state).toBe("failed");
    town.platform.setFault(undefined);
    const { bound } = await bindFile(li, { params: { caseId }, query: { format: "zip" } }, { sleep: quiet });
    expect(bound.papers).toHaveLength(largePapers);
  });

  it("is not bound for an organisation that was suspended meanwhile", async () => {
    town.platform.setFault(({ operation, body }) => (beginsBinding(operation, body) ? brokenCall : "pass"));
    const { bindingId } = bindingAt((await ask(li)).location);
    await quiet();
    town.platform.setFault(undefined);
    const before = await readingsOf(caseId);
    const organisationId = villageCommittee;
    await town.coordinator.suspendOrganisation({ params: { organisationId } });
    town.advance(13 * minute);
    await quiet();
    const [item] = (await storedItems(town.platform)).filter(({ sk }) => sk === `BINDING#${bindingId}`);
    expect(item).toMatchObject({ state: "failed", failure: "not-allowed" });
    expect(await readSince(caseId, before)).toEqual([]);
    await town.coordinator.reinstateOrganisation({ params: { organisationId } });
  });

  it("is not for who put the case down since, nor for who took it up", async () => {
    const id = await caseOf("large-3");
    const params = bindingAt((await ask(li, id)).location);
    await quiet();
    expect((await li.showBinding({ params })).body.state).toBe("done");
    const body = { to: "town", partiesAgree: true, reason: "too_complex" } as const;
    await li.escalate({ params: { caseId: id }, version: "*", body });
    expect(await problemCodeOf(li.showBinding({ params }))).toBe("403 not-allowed");
    await quiet();
    const holder = await town.clientOf(townCommittee, { officer: "Li" });
    await holder.accept({ params: { caseId: id }, version: "*" });
    expect(await problemCodeOf(holder.showBinding({ params }))).toBe("404 not-found");
  });

  it("is gone after a day", async () => {
    const params = bindingAt((await ask(li)).location);
    await quiet();
    town.advance(24 * 60 * minute + second);
    expect(await problemCodeOf(li.showBinding({ params }))).toBe("404 not-found");
  });
});
