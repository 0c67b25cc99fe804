import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { DeliveryMessage } from "../../shared/contracts/messages.ts";
import { endpointKey, organisationKey } from "../../shared/dynamo/keys.ts";
import { deliverWebhook } from "../../shared/runtime/deliver-webhook.ts";
import type { PostAnswer } from "../../shared/runtime/post-webhook.ts";
import { sendRetries } from "../../shared/runtime/send-retries.ts";
import { caseId, now } from "../support/cases.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { verifiedAtItsTime } from "../support/receiver.ts";
import { anyOrganisation } from "../support/stored-cases.ts";

const bytes = new Uint8Array(1);
const sealed = { algorithm: "A256GCM", key: bytes, iv: bytes, tag: bytes, text: bytes } as const;
const secret = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;
const eventIdOf = (version: number) => `${caseId}.${version}`;
const eventOf = (version: number) => ({ type: "case.closed", timestamp: now, data: { caseId, version } }) as const;

type Said = number | Error | (Partial<PostAnswer> & { takesSeconds?: number });
type Posted = { rawBody: string; headers: Readonly<Record<string, string>>; minute: number; patience: number };
type Owner = { suspended?: boolean; keys?: object } | undefined;
const start = Date.parse("2026-03-03T02:00:00.000Z");
const isoOf = (at: number) => new Date(at).toISOString();

await onEachEngine("the delivery of webhooks", (rig) => {
  /** What stands between the code under test and each call that it makes to the outside. */
  let around = <Done>(act: () => Promise<Done>): Promise<Done> => act();
  beforeAll(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const middleware =
      <Args, Answer>(next: (args: Args) => Promise<Answer>) =>
      (args: Args) =>
        around(() => next(args));
    rig.table.client.middlewareStack.add(middleware, { step: "initialize", priority: "high" });
  });

  /**
   * A world in which time passes as the schedule asks for it: a queue with delays, the clock every minute, and a receiver that
   * answers as told. The deliverer or the clock dies at the point `dieAt`, once: before or after one of its calls to the outside.
   */
  async function world(
    answer: (attempt: number) => Said,
    { dieAt = -1, owner = {}, removed = false }: { dieAt?: number; owner?: Owner; removed?: boolean } = {},
  ) {
    const organisationId = anyOrganisation("police");
    const endpointId = anyOrganisation("endpoint");
    const endpoint = {
      organisationId,
      endpointId,
      url: "https://hooks.example/accord",
      createdAt: now,
      secret: sealed,
    };
    const facts = {
      categories: ["02"],
      kind: "committee",
      type: "general",
      level: "town",
      name: "样例",
      divisionCode: "330483101",
    };
    const organisation = {
      organisationId,
      facts,
      suspended: false,
      keys: { one: { keyId: "one", alg: "ES256", registeredAt: now, jwk: {} } },
      ...owner,
    };
    const items = [
      { ...organisationKey(organisationId), ...organisation },
      ...(removed ? [] : [{ ...endpointKey(organisationId, endpointId), ...endpoint }]),
    ];
    const puts = items.map((Item) => ({ PutRequest: { Item } }));
    await rig.table.client.send(new BatchWriteCommand({ RequestItems: { [rig.table.name]: puts } }));

    let at = start;
    let points = 0;
    const dies = async <Done>(act: () => Promise<Done>): Promise<Done> => {
      if (points++ === dieAt) throw new Error("died before");
      const done = await act();
      if (points++ === dieAt) throw new Error("died after");
      return done;
    };
    /** Runs the code under test, and nothing else, among such calls. */
    const mortal = async (run: () => Promise<void>): Promise<void> => {
      const before = around;
      around = dies;
      await run().finally(() => {
        around = before;
      });
    };
    const posted: Posted[] = [];
    const inbox: object[] = [];
    const queue: { at: number; message: DeliveryMessage }[] = [];
    const sent: { message: object; delay: number }[] = [];
    const delivering = {
      table: rig.table,
      sealer: { open: () => dies(async () => secret) },
      post: (_url: string, rawBody: string, headers: Readonly<Record<string, string>>, milliseconds: number) =>
        dies(async () => {
          const said = answer(posted.length + 1);
          posted.push({ rawBody, headers, minute: (at - start) / 60_000, patience: milliseconds });
          if (said instanceof Error) throw said;
          if (typeof said === "number") return { status: said, excerpt: "said" };
          const { takesSeconds = 0, ...rest } = said;
          at += takesSeconds * 1_000;
          return { status: 503, excerpt: "said", ...rest };
        }),
      now: () => new Date(at),
      random: () => 0.5,
      send: (to: string, what: object, group?: string, delay = 0) =>
        dies(async () => {
          // The clock also finds what the worlds before this one left.
          if (to === "webhooks" && group !== endpointId) return;
          if (to !== "webhooks") return void inbox.push({ to, ...what });
          sent.push({ message: what, delay });
          queue.push({ at: at + delay * 1_000, message: { ...messageOf(7), ...what } });
        }),
      retryUrl: "webhooks",
      inboxUrl: (id: string) => `inbox of ${id}`,
    };
    const messageOf = (version: number): DeliveryMessage => ({
      ...{ organisationId, endpointId, eventId: eventIdOf(version), event: eventOf(version) },
    });
    const ofKind = async (kind: string) =>
      (await rig.itemsUnder(`DELIVERY#${endpointId}`)).filter(({ sk }) => String(sk).startsWith(kind));
    const deliver = (one = messageOf(7)) => mortal(() => deliverWebhook(delivering, one));
    const deliverAtOnce = (all: readonly DeliveryMessage[]) =>
      mortal(async () => void (await Promise.all(all.map((one) => deliverWebhook(delivering, one)))));
    const begin = (one = messageOf(7)) => void queue.push({ at, message: one });
    /** When the clock finds the next that is due. */
    const nextTick = async (): Promise<number> => {
      const due = (await ofKind("UNDELIVERED#")).flatMap(({ dueAt }) =>
        dueAt === undefined ? [] : [Date.parse(String(dueAt).split("#")[0] ?? "")],
      );
      return Math.max(at + 1, Math.ceil(Math.min(...due) / 60_000) * 60_000);
    };
    const pass = async (hours: number): Promise<void> => {
      const until = at + hours * 3_600_000;
      for (;;) {
        queue.sort((one, other) => one.at - other.at);
        const [next] = queue;
        const tick = await nextTick();
        if (Math.min(next?.at ?? tick, tick) > until) break;
        if (next !== undefined && next.at <= tick) {
          queue.shift();
          at = Math.max(at, next.at);
          // A delivery that was not ended comes again once it is visible.
          await deliver(next.message).catch(() => queue.push({ at: at + 360_000, message: next.message }));
          continue;
        }
        at = tick;
        const clock = () =>
          sendRetries(
            delivering,
            () => isoOf(at),
            () => true,
          );
        await mortal(clock).catch(() => {
          at += 60_000;
        });
      }
      at = until;
    };
    return {
      deliver,
      deliverAtOnce,
      messageOf,
      pass,
      begin,
      posted,
      inbox,
      sent,
      ofKind,
      points: () => points,
      organisationId,
      endpointId,
    };
  }

  describe("an attempt", () => {
    it("is signed with the endpoint's secret at this second, and recorded with what was answered", async () => {
      const { deliver, posted, ofKind, sent, endpointId } = await world(() => 204);
      await deliver();
      const [first] = posted;
      if (first === undefined) throw new Error("nothing was posted");
      expect(first.headers).toEqual({
        "content-type": "application/json",
        "user-agent": "Accord-Webhooks/1",
        "webhook-id": eventIdOf(7),
        "webhook-timestamp": String(start / 1000),
        "webhook-signature": expect.stringMatching(/^v1,/),
      });
      expect(verifiedAtItsTime(secret, { id: eventIdOf(7), answered: 204, ...first })).toEqual(eventOf(7));
      const at = new Date(start).toISOString();
      expect(await ofKind("ATTEMPT#")).toEqual([
        {
          ...{
            pk: `DELIVERY#${endpointId}`,
            sk: `ATTEMPT#${at}#${eventIdOf(7)}`,
            v: 1,
            expiresAt: start / 1000 + 30 * 86_400,
          },
          ...{
            endpointId,
            eventId: eventIdOf(7),
            event: eventOf(7),
            at,
            attempt: 1,
            milliseconds: 0,
            status: 204,
            excerpt: "said",
          },
        },
      ]);
      expect([sent, await ofKind("UNDELIVERED#"), await ofKind("HEALTH")]).toEqual([[], [], []]);
    });

    it.each([0, 199, 300, 301, 307, 400, 404, 429, 500, 503, new Error("ECONNREFUSED")])(
      "that is answered by %s is no delivery, and comes again",
      async (answer) => {
        const { deliver, sent, ofKind } = await world(() => answer);
        await deliver();
        expect(sent).toMatchObject([{ message: { attempt: 2, eventId: eventIdOf(7) }, delay: 5 }]);
        const record = answer instanceof Error ? { failure: "Error: ECONNREFUSED" } : { status: answer };
        expect(await ofKind("ATTEMPT#")).toMatchObject([record]);
      },
    );

    it("comes again when the receiver asks for it", async () => {
      const { deliver, sent } = await world(() => ({ status: 429, askedSeconds: 7 }));
      await deliver();
      expect(sent).toMatchObject([{ delay: 7 }]);
      const long = await world(() => ({ status: 503, askedSeconds: 3_600 }));
      await long.deliver();
      expect(long.sent).toEqual([]);
      expect(await long.ofKind("UNDELIVERED#")).toMatchObject([{ dueAt: expect.stringContaining("T03:00:00.000Z#") }]);
    });

    it.each([
      [121, "stream", "again", 0, 1],
      [121, "again", "stream", 0, 1],
      [121, "stream", "stream", 0, 2],
      [121, "again", "stream", 61, 2],
      [120, "stream", "again", 0, 2],
    ])("%i s after its event, of the %s and then of the %s %i minutes later, is made so often", async (...row) => {
      const [seconds, one, other, minutes, calls] = row;
      const { begin, pass, messageOf, posted } = await world(() => 204);
      const of = (whose: string): DeliveryMessage => ({
        ...messageOf(7),
        event: { ...eventOf(7), timestamp: isoOf(start - seconds * 1_000) },
        ...(whose === "again" && { replay: true }),
      });
      begin(of(one));
      await pass(minutes / 60);
      begin(of(other));
      await pass(1);
      expect(posted).toHaveLength(calls);
    });

    it("is not made to an endpoint that was removed", async () => {
      const { deliver, posted, ofKind } = await world(() => 204, { removed: true });
      await deliver();
      expect([posted, await ofKind("")]).toEqual([[], []]);
    });

    it("is made for an organisation that never had a key, such as one whose people sign in", async () => {
      const { deliver, posted } = await world(() => 204, { owner: { keys: {} } });
      await deliver();
      expect(posted).toHaveLength(1);
    });

    it.each([{ suspended: true }, { keys: {}, hadKeys: true }])(
      "is not made for an organisation that is suspended or has lost its last key; the event is kept",
      async (owner) => {
        const { deliver, posted, ofKind } = await world(() => 204, { owner });
        await deliver();
        expect(posted).toEqual([]);
        expect(await ofKind("UNDELIVERED#")).toMatchObject([
          { message: { eventId: eventIdOf(7) }, givenUpAt: expect.any(String) },
        ]);
      },
    );
  });

  describe("in the course of time, an event", () => {
    it("is tried ten times over 75 hours and 35 minutes, with one id and a fresh time and signature", async () => {
      const { begin, pass, posted, ofKind } = await world(() => 500);
      begin();
      await pass(80);
      expect(posted.map(({ minute }) => Math.round(minute))).toEqual([
        ...[0, 0, 5, 36, 156, 456, 1_056, 1_896, 3_096, 4_536],
      ]);
      expect(new Set(posted.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([eventIdOf(7)]));
      expect(new Set(posted.map(({ headers }) => headers["webhook-signature"])).size).toBe(10);
      expect((await ofKind("ATTEMPT#")).map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(await ofKind("UNDELIVERED#")).toMatchObject([
        { givenUpAt: expect.any(String), message: { eventId: eventIdOf(7) } },
      ]);
      expect((await ofKind("UNDELIVERED#"))[0]).not.toHaveProperty("dueAt");
    });

    it.each([1, 2, 3, 4, 5, 9])("that is taken after %i failures is done and forgotten", async (failures) => {
      const { begin, pass, posted, ofKind } = await world((attempt) => (attempt <= failures ? 500 : 204));
      begin();
      await pass(80);
      expect(posted).toHaveLength(failures + 1);
      expect(await ofKind("UNDELIVERED#")).toEqual([]);
      expect((await ofKind("HEALTH"))[0]).not.toHaveProperty("failingSince");
    });

    it("is tried no more once the endpoint is gone (410), which switches it off and tells its owner", async () => {
      const { begin, deliver, messageOf, organisationId, pass, posted, inbox, ofKind } = await world(() => 410);
      begin();
      await pass(1);
      expect(posted).toHaveLength(1);
      expect(await ofKind("HEALTH")).toMatchObject([{ off: { why: "gone" } }]);
      expect(inbox).toMatchObject([
        { to: `inbox of ${organisationId}`, type: "webhook.switched_off", caseId, version: 7 },
      ]);
      await deliver(messageOf(8));
      expect(posted).toHaveLength(1);
      expect((await ofKind("UNDELIVERED#")).map(({ sk }) => sk)).toEqual([
        `UNDELIVERED#${eventIdOf(7)}`,
        `UNDELIVERED#${caseId}.8`,
      ]);
    });

    it("finds the endpoint switched off after five days of nothing but failures", async () => {
      const { begin, messageOf, pass, ofKind, inbox } = await world(() => 500);
      for (let day = 0; day < 5; day += 1) {
        begin(messageOf(day + 1));
        await pass(24);
        expect((await ofKind("HEALTH"))[0]).not.toHaveProperty("off");
      }
      begin(messageOf(6));
      await pass(1);
      expect(await ofKind("HEALTH")).toMatchObject([{ off: { why: "failing" } }]);
      expect(inbox).toHaveLength(1);
    });

    it("waits while the endpoint rests after five slow failures, and no attempt is used up by it", async () => {
      const { deliver, messageOf, pass, posted, ofKind } = await world((attempt) =>
        attempt <= 5 ? { status: 503, takesSeconds: 15 } : 204,
      );
      for (let number = 1; number <= 5; number += 1) await deliver({ ...messageOf(number), patient: true });
      await deliver(messageOf(6));
      expect(posted).toHaveLength(5);
      expect(await ofKind("UNDELIVERED#")).toMatchObject([{ message: { eventId: `${caseId}.6`, kept: true } }]);
      await pass(1);
      const taken = new Set(posted.slice(5).map(({ headers }) => headers["webhook-id"]));
      expect(taken).toEqual(new Set([1, 2, 3, 4, 5, 6].map((number) => `${caseId}.${number}`)));
      expect(await ofKind("UNDELIVERED#")).toEqual([]);
    });
  });

  describe("an endpoint that keeps us waiting", () => {
    const slow = { status: 204, takesSeconds: 5 };

    it("has three seconds for a first attempt, and fifteen for each later one", async () => {
      const { begin, pass, posted } = await world((attempt) => (attempt <= 6 ? new Error("no answer") : 204));
      begin();
      await pass(80);
      expect(posted.map(({ patience }) => patience)).toEqual([3_100, ...Array(6).fill(15_000)]);
    });

    it("gets its next events by the queue of retries, and no attempt is used up by it", async () => {
      const { deliver, messageOf, posted, sent } = await world((attempt) =>
        attempt === 1 ? { status: 503, takesSeconds: 3.1 } : 204,
      );
      await deliver(messageOf(1));
      await deliver(messageOf(2));
      expect(posted).toHaveLength(1);
      expect(sent).toMatchObject([
        { message: { eventId: eventIdOf(1), attempt: 2, patient: true }, delay: 5 },
        { message: { ...messageOf(2), patient: true }, delay: 0 },
      ]);
    });

    it("is left alone as soon as five of its events have waited, though they waited at once", async () => {
      const { deliver, deliverAtOnce, messageOf, posted, ofKind } = await world(() => ({
        status: 503,
        takesSeconds: 3.1,
      }));
      await deliverAtOnce([1, 2, 3, 4, 5].map(messageOf));
      expect(await ofKind("HEALTH")).toMatchObject([{ slowFailures: 5, restsUntil: expect.any(String) }]);
      await deliver(messageOf(6));
      expect(posted).toHaveLength(5);
    });

    it("but takes its events gets each of them once, and stays with the retries until it answers quickly", async () => {
      let answered: Said = { status: 503, takesSeconds: 3.1 };
      const { begin, deliver, messageOf, pass, posted, sent, ofKind } = await world(() => answered);
      await deliver(messageOf(1));
      answered = slow;
      await pass(1);
      expect(await ofKind("HEALTH")).toMatchObject([{ slowFailures: 1 }]);
      expect((await ofKind("HEALTH"))[0]).not.toHaveProperty("failingSince");
      begin(messageOf(2));
      answered = 204;
      await pass(1);
      begin(messageOf(3));
      await pass(1);
      expect(posted.map(({ headers, patience }) => [headers["webhook-id"], patience])).toEqual([
        [eventIdOf(1), 3_100],
        [eventIdOf(1), 15_000],
        [eventIdOf(2), 15_000],
        [eventIdOf(3), 3_100],
      ]);
      expect(sent).toHaveLength(2);
    });
  });

  describe("a deliverer that dies", () => {
    const scripts: readonly [string, (attempt: number) => Said, number][] = [
      ["at once", () => 204, 1],
      ["after two failures", (attempt) => (attempt <= 2 ? 500 : 204), 3],
      ["after five failures", (attempt) => (attempt <= 5 ? 500 : 204), 6],
    ];

    it.each(scripts)(
      "at any point loses nothing that is taken %s, and calls nothing taken that was not",
      async (_, answer, tries) => {
        const whole = await world(answer);
        whole.begin();
        await whole.pass(80);
        expect(whole.posted).toHaveLength(tries);
        const points = whole.points();
        expect(points).toBeGreaterThan(4);
        for (let dieAt = 0; dieAt < points; dieAt += 1) {
          const { begin, pass, posted, ofKind } = await world(answer, { dieAt });
          begin();
          await pass(80);
          expect(posted.length, `died at ${dieAt}`).toBeGreaterThanOrEqual(tries);
          // The last that came was taken, nothing is left to do, and each that was recorded as taken came.
          expect(await ofKind("UNDELIVERED#"), `died at ${dieAt}`).toEqual([]);
          const taken = (await ofKind("ATTEMPT#")).filter(({ status }) => status === 204);
          expect(taken.length, `died at ${dieAt}`).toBeGreaterThan(0);
        }
      },
    );

    it("at any point loses nothing that comes late and is told again at once, and only the one that died calls twice", async () => {
      const late = (one: DeliveryMessage): DeliveryMessage => ({
        ...one,
        event: { ...eventOf(7), timestamp: isoOf(start - 121_000) },
      });
      const both = async (dieAt?: number) => {
        const made = await world(() => 204, dieAt === undefined ? {} : { dieAt });
        made.begin(late(made.messageOf(7)));
        made.begin({ ...late(made.messageOf(7)), replay: true });
        await made.pass(80);
        return made;
      };
      const whole = await both();
      expect(whole.posted).toHaveLength(1);
      for (let dieAt = 0; dieAt < whole.points(); dieAt += 1) {
        const { posted, ofKind } = await both(dieAt);
        const taken = (await ofKind("ATTEMPT#")).filter(({ status }) => status === 204);
        expect(taken.length, `died at ${dieAt}`).toBeGreaterThan(0);
        expect(await ofKind("UNDELIVERED#"), `died at ${dieAt}`).toEqual([]);
        // The one that died comes again, since nobody knows whether it was taken; the other does not.
        expect(posted.length, `died at ${dieAt}`).toBeLessThanOrEqual(2);
      }
    });

    it("at any point keeps what is never taken", async () => {
      const whole = await world(() => 500);
      whole.begin();
      await whole.pass(80);
      for (let dieAt = 0; dieAt < whole.points(); dieAt += 7) {
        const { begin, pass, ofKind } = await world(() => 500, { dieAt });
        begin();
        await pass(90);
        expect(await ofKind("UNDELIVERED#"), `died at ${dieAt}`).toMatchObject([
          { message: { eventId: eventIdOf(7) } },
        ]);
      }
    });
  });
});
