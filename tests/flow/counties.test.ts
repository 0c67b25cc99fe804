import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience, coordinatorId } from "../../infra/demo/city.ts";
import type { Client } from "../../shared/client/client.ts";
import { newKeyPair, registrationOf } from "../../shared/client/token.ts";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import { rules } from "../support/cases.ts";
import { emptyInbox } from "../support/inbox.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import { police, refer, startTown, type Town, villageCommittee } from "../support/town.ts";

const neighbour = "330421";
const desk = "bureau-330421";
const body = "pmc-330421";
const version = "*";

let town: Town;
let theirs: Client;
let committee: Client;

beforeAll(async () => {
  const facts = (type: OrganisationFacts["type"], kind: OrganisationFacts["kind"]): OrganisationFacts => ({
    kind,
    type,
    level: "county",
    name: "样例",
    divisionCode: neighbour,
    categories: [],
    suspended: false,
  });
  town = await startTown([police, villageCommittee], {
    organisations: { [desk]: facts("coordinator", "agency"), [body]: facts("general", "committee") },
  });
  theirs = await town.clientOf(desk);
  committee = await town.clientOf(villageCommittee);
});
afterAll(() => town?.stop());

const quiet = () => town.platform.settled({ ignoreDelayed: true });
const withoutSource = ({ instance: _, ...document }: Record<string, unknown>) => document;

describe("a coordinator of another county", () => {
  it("finds a case as little as one that never was, and changes nothing of it", async () => {
    const caseId = await refer(town, "county-1");
    const reading = ["", "/history", "/parties?reason=x", "/documents", "/result"];
    const steps = ["assign", "not-accept", "merge", "reopen", "hand-over", "archive", "ask-for-info"];
    const bodies: Record<string, unknown> = {
      assign: { organisationId: body, reason: "nearest" },
      "not-accept": { article: "样例", note: "样例" },
      merge: { into: crypto.randomUUID() },
      reopen: { reason: "new_facts" },
      "hand-over": { place: neighbour, reason: "wrong_place" },
      archive: {},
      "ask-for-info": { missing: ["样例"] },
    };
    const tryOut = async (id: string) => {
      const reads = reading.map((path) => town.ask(`/v1/cases/${id}${path}`, { by: desk }));
      const acts = steps.map((step) =>
        town.ask(`/v1/cases/${id}/${step}`, {
          by: desk,
          method: "POST",
          headers: { "if-match": "*" },
          body: bodies[step],
        }),
      );
      const answers = await Promise.all([...reads, ...acts]);
      return answers.map(({ status, headers, body: document }) => ({
        status,
        type: headers.get("content-type"),
        document: withoutSource(Object(document)),
      }));
    };
    const before = (await town.coordinator.showCase({ params: { caseId } })).body;
    const found = await tryOut(caseId);
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set([404]));
    expect(found).toEqual(await tryOut(crypto.randomUUID()));
    expect((await town.coordinator.showCase({ params: { caseId } })).body).toEqual(before);
  });

  it("registers no key for it, and neither reads nor suspends its bodies", async () => {
    const { privateJwk: key } = await newKeyPair();
    const register = async (organisationId: string) =>
      theirs.registerKey({
        params: { organisationId },
        body: await registrationOf({ organisationId, key, audience, now: town.now }),
      });
    expect(await problemCodeOf(register(coordinatorId))).toBe("404 not-found");
    expect(await problemCodeOf(register(villageCommittee))).toBe("404 not-found");
    const params = { organisationId: villageCommittee };
    expect(await problemCodeOf(theirs.showOrganisation({ params }))).toBe("404 not-found");
    expect(await problemCodeOf(theirs.suspendOrganisation({ params }))).toBe("404 not-found");
    expect(await problemCodeOf(register(body))).toBe("409 other-person-required");
    expect(await problemCodeOf(theirs.offerKey({ params: { organisationId: body } }))).toBe(
      "409 other-person-required",
    );
  });
});

describe("a case that is handed over", () => {
  let caseId: string;
  const params = () => ({ params: { caseId } });
  const handOver = { place: neighbour, reason: "parties_elsewhere" } as const;

  beforeAll(async () => {
    caseId = await refer(town, "county-2");
    await committee.accept({ ...params(), version, body: {} });
    await emptyInbox(theirs);
    await town.coordinator.handOver({ ...params(), version, body: handOver });
    await quiet();
  });

  it("is offered to a body of the other county, under the law it was submitted under", async () => {
    const { state } = (await theirs.showCase(params())).body;
    expect(state).toMatchObject({
      status: "offered",
      county: neighbour,
      coordinatorId: desk,
      rulePack: rules.version,
      assignment: { organisationId: body },
    });
    expect((await emptyInbox(theirs)).map(({ type }) => type)).toEqual(["case.handed_over"]);
    const { entries } = (await theirs.showHistory(params())).body;
    expect(entries.map(({ type }) => type)).toContain("case.handed_over");
  });

  it("shows those who had it what there was, and nothing of what comes", async () => {
    const newBody = await town.clientOf(body);
    await mediate(newBody, caseId);
    await quiet();
    for (const client of [town.coordinator, committee]) {
      const { body: view } = await client.showCase(params());
      const { entries } = (await client.showHistory(params())).body;
      expect(entries.at(-1)?.type).toBe("case.handed_over");
      expect(view).toMatchObject({ version: entries.length, possible: [], state: { status: "submitted" } });
      expect(await problemCodeOf(client.showParties({ ...params(), query: { reason: "样例" } }))).toBe("404 not-found");
      expect((await client.listDocuments(params())).body.documents).toEqual([]);
    }
    const again = await town.coordinator.handOver({ ...params(), version, body: handOver });
    expect(again.body, "a repeat is answered with what its county sees").toMatchObject({
      state: { status: "submitted" },
    });
    const assign = town.coordinator.assign({ ...params(), version, body: { organisationId: body, reason: "nearest" } });
    expect(await problemCodeOf(assign)).toMatch(/moved-on$/);
    expect((await (await town.clientOf(police)).showCase(params())).body.state.status).toBe("mediating");
  });

  it("counts once, where it was mediated", async () => {
    await settleCase(await town.clientOf(body), caseId);
    await quiet();
    const month = new Date(town.now() + 8 * 3_600_000).toISOString().slice(0, 7);
    const cases = async (client: Client) => (await client.showMonthlyReturn({ query: { month } })).body;
    expect(JSON.stringify(await cases(theirs))).toContain(body);
    expect(JSON.stringify(await cases(town.coordinator))).not.toContain(body);
  });
});
