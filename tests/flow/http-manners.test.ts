import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience, coordinatorId } from "../../infra/demo/city.ts";
import { signToken } from "../../shared/client/token.ts";
import type { Route } from "../../shared/contracts/route.ts";
import { routes } from "../../shared/contracts/routes.ts";
import { problemOf } from "../support/refused.ts";
import { storedEvents } from "../support/stored.ts";
import {
  cityCommittee,
  day,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

const parties = (first: string, second: string) => ({
  parties: [
    { side: "applicant", kind: "natural_person", name: "张样例", phone: first } as const,
    { side: "respondent", kind: "natural_person", name: "李样例", phone: second } as const,
  ],
});

describe("every address that is read", () => {
  const reads = Object.entries<Route>(routes).filter(([, { method, open }]) => method === "GET" && !open);
  let values: Record<string, string>;
  beforeAll(async () => {
    const caseId = await refer(town, "read-1");
    const committee = await town.clientOf(villageCommittee);
    const params = { organisationId: villageCommittee, mediatorId: "zhang" };
    await committee.putMediator({ params, body: { name: "样例", categories: [], lead: true } });
    await committee.accept({ params: { caseId }, version: "*", body: { mediatorId: "zhang" } });
    const { body } = await committee.createWebhookEndpoint({ body: { url: "http://127.0.0.1:9/hooks" } });
    const { endpointId } = body;
    values = { ...params, caseId, endpointId, kind: "acceptance", year: "2026", divisionCode: "330483101" };
  });

  /** The answer to the first of these who may read it; of those that nobody may, to the last. */
  async function read([, { path, roles }]: (typeof reads)[number], method: string, more: Record<string, string> = {}) {
    const callers = { committee: villageCommittee, agency: police, coordinator: coordinatorId, auditor: coordinatorId };
    const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "x");
    const asked = [address, `${address}?reason=${encodeURIComponent("样例")}`, `${address}?as=holder`];
    let answer: { status: number; headers: Headers; text: string } | undefined;
    for (const role of roles) {
      for (const one of asked) {
        const token = await signToken({
          organisationId: callers[role],
          key: town.keyOf(callers[role]),
          audience,
          now: town.now,
        });
        const headers = { authorization: `Bearer ${token}`, ...more };
        const response = await fetch(town.platform.url + one, { method, headers });
        answer = { status: response.status, headers: response.headers, text: await response.text() };
        if (answer.status < 400) return answer;
      }
    }
    if (answer === undefined) throw new Error(`nobody reads ${path}`);
    return answer;
  }

  // The rest of a quota is another number each time.
  const ofTheConnection = ["connection", "content-length", "date", "keep-alive", "ratelimit", "transfer-encoding"];
  const headersOf = ({ headers }: { headers: Headers }) =>
    [...headers].filter(([name]) => !ofTheConnection.includes(name)).toSorted();

  it("is answered to HEAD as to GET, but for the body, and not again to who has the answer", async () => {
    const unchanged: string[] = [];
    for (const one of reads) {
      const [operation] = one;
      const whole = await read(one, "GET");
      const head = await read(one, "HEAD");
      expect([operation, head.status, headersOf(head), head.text]).toEqual([
        operation,
        whole.status,
        headersOf(whole),
        "",
      ]);
      const etag = whole.headers.get("etag");
      expect(etag !== null, operation).toBe(whole.status === 200);
      if (etag === null) continue;
      for (const method of ["GET", "HEAD"]) {
        const again = await read(one, method, { "if-none-match": `"other", W/${etag}` });
        expect([operation, again.status, again.headers.get("etag"), again.text]).toEqual([operation, 304, etag, ""]);
      }
      unchanged.push(operation);
    }
    expect(unchanged.length).toBeGreaterThan(20);
  });

  it("is sent whole again once it has changed: a case that moved on", async () => {
    const one = reads.find(([operation]) => operation === "showCase");
    if (one === undefined) throw new Error("cases are read");
    const etag = (await read(one, "GET")).headers.get("etag") ?? "";
    const committee = await town.clientOf(villageCommittee);
    const params = { caseId: values["caseId"] ?? "" };
    await town.ask(`/v1/cases/${params.caseId}/seek-consent`, {
      by: villageCommittee,
      method: "POST",
      headers: { "if-match": etag },
      body: {},
    });
    const { body } = await committee.showCase({ params });
    expect(body.state.status).toBe("seeking_consent");
    const again = await read(one, "GET", { "if-none-match": etag });
    expect(again.status).toBe(200);
    expect(again.headers.get("etag")).toMatch(new RegExp(`^"${body.version}\\.`));
  });
});

describe("a step that was decided before the platform noted something on the case", () => {
  let number = 0;
  /** A case that was offered as version 2, and then met again by the same parties' next dispute. */
  async function noted(): Promise<string> {
    number += 1;
    const [one, other] = [`1380000${1000 + number}`, `1390000${1000 + number}`];
    const caseId = await refer(town, `noted-${number}`, parties(one, other));
    const { body } = await town.coordinator.showCase({ params: { caseId } });
    expect(body.version).toBe(2);
    await refer(town, `noted-again-${number}`, parties(one, other));
    expect(await storedEvents(town.platform, caseId)).toEqual(["case.submitted", "assignment.offered", "repeat.found"]);
    return caseId;
  }
  const accept = (caseId: string, by: string, ifMatch: string, body: object = {}) =>
    town.ask(`/v1/cases/${caseId}/accept`, { by, method: "POST", headers: { "if-match": ifMatch }, body });

  it("is taken: a prompt acceptance, and once however often it is sent", async () => {
    const caseId = await noted();
    const answers = await Promise.all([1, 2, 3].map(() => accept(caseId, villageCommittee, '"2"')));
    expect(answers.map(({ status, headers }) => [status, headers.get("etag")])).toEqual(
      [1, 2, 3].map(() => [200, '"4"']),
    );
    expect((await storedEvents(town.platform, caseId)).filter((type) => type === "assignment.accepted")).toHaveLength(
      1,
    );
  });

  it("is taken by one of two people who decided otherwise on the same version", async () => {
    const caseId = await noted();
    const decline = town.ask(`/v1/cases/${caseId}/decline`, {
      by: villageCommittee,
      method: "POST",
      headers: { "if-match": '"2"' },
      body: { reason: "no_capacity" },
    });
    const statuses = (await Promise.all([accept(caseId, villageCommittee, '"2"'), decline])).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412 || status === 409)).toHaveLength(1);
  });

  it("is stale once a person has done something as well", async () => {
    const caseId = await noted();
    const client = await town.clientOf(villageCommittee);
    await client.accept({ params: { caseId }, version: 2 });
    expect(await problemOf(client.seekConsent({ params: { caseId }, version: 2 }))).toMatchObject({
      status: 412,
      version: 4,
    });
    // It was shown with the acceptance all that it was shown before the note.
    expect((await client.seekConsent({ params: { caseId }, version: 4 })).etag).toBe('"5"');
  });

  it("is taken on any version of a list, and on none that is weak", async () => {
    const caseId = await noted();
    expect(await accept(caseId, villageCommittee, 'W/"3"')).toMatchObject({ status: 412, body: { version: 3 } });
    expect(await accept(caseId, villageCommittee, '"1", "9"')).toMatchObject({ status: 412 });
    expect(await accept(caseId, villageCommittee, '"9", "2.of-an-answer"')).toMatchObject({ status: 200 });
  });

  it("is taken after a warning of the time that is left", async () => {
    const caseId = await refer(town, "warned-1");
    await town.pass(3 * day);
    const events = await storedEvents(town.platform, caseId);
    expect(new Set(events.slice(2))).toEqual(new Set(["deadline.warned"]));
    expect((await accept(caseId, villageCommittee, '"2"')).status).toBe(200);
  });
});
