import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience } from "../../infra/demo/city.ts";
import { signIn } from "../../infra/demo/sign-in.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import type { IdentityProvider } from "../../infra/local/identity-provider.ts";
import { type Client, createClient } from "../../shared/client/client.ts";
import { newKeyPair, type PrivateJwk, registrationOf } from "../../shared/client/token.ts";
import type { Duty } from "../../shared/domain/person.ts";
import { type RunningCity, startCity } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";

// A code is given at one time and used at another: what it opens is judged when it is used (decision 0072).

const bureau = "justice-bureau";
const station = "police-330483101";
const county = { county: "330483" };
const two = { coordinatorKeys: true, reopening: true, merging: true, tariffs: true };
const subjects = Array.from({ length: 24 }, (_, index) => `one-${index}`);
let free: string[] = [];
let provider: IdentityProvider;
let running: RunningCity;

beforeAll(async () => {
  provider = await startSignInProvider(subjects.map((subject) => ({ subject, name: subject, place: "样例" })));
  running = await startCity([station], {
    parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
    onClock: provider.setClock,
  });
  free = [...subjects];
  await running.city.coordinator.changeSettings({ params: county, body: { twoPersons: two } });
});
afterAll(async () => {
  await running?.stop();
  await provider?.stop();
});

const bySession = (session?: string): Client => createClient({ baseUrl: running.platform.url, session });
const byKey = (organisationId: string, key: PrivateJwk): Client =>
  createClient({ baseUrl: running.platform.url, audience, organisationId, key, now: running.now });
/** Somebody who signed in and has no seat yet. */
const somebody = async (): Promise<Client> => {
  const subject = free.pop();
  if (subject === undefined) throw new Error("there are more people in these tests than at the provider");
  return bySession(await signIn(bySession(), subject));
};
const codeFrom = async (giver: Client, organisationId: string, duty: Duty = "lead"): Promise<string> =>
  (await giver.invitePerson({ params: { organisationId }, body: { name: "样例新人", duty } })).body.code;
const redeem = (client: Client, code: string) => client.redeemInvitation({ body: { code } });
const peopleOf = async (organisationId: string) =>
  (await running.city.coordinator.listPeople({ params: { organisationId } })).body.people;
const joined = async (client: Client, code: string) => {
  const { secret, session } = (await redeem(client, code)).body;
  return { client: bySession(secret), personId: session.personId ?? "" };
};
/** How many of several calls at once were done, and how the others were refused. */
async function atOnce(calls: readonly Promise<unknown>[]) {
  const outcomes = await Promise.allSettled(calls);
  const refused = outcomes.flatMap((one) =>
    one.status === "rejected" ? [problemCodeOf(Promise.reject(one.reason))] : [],
  );
  return { done: outcomes.filter(({ status }) => status === "fulfilled").length, refused: await Promise.all(refused) };
}
/** The bureau's first lead, once there is one. */
let lead: { client: Client; personId: string } | undefined;
let bodies = 0;
/** A committee that has neither a key nor a person. */
async function freshBody(): Promise<string> {
  bodies += 1;
  const organisationId = `pmc-fresh-${bodies}`;
  const facts = {
    kind: "committee",
    type: "general",
    level: "town",
    name: "样例调委会",
    divisionCode: "330483101",
  } as const;
  await running.city.coordinator.putOrganisation({ params: { organisationId }, body: facts });
  return organisationId;
}

describe("an invitation that one person gave while that sufficed", () => {
  it("makes no second lead of a coordinator, not even where several are taken up at once", async () => {
    const { coordinator } = running.city;
    const codes = await Promise.all([0, 1, 2, 3].map(() => codeFrom(coordinator, bureau)));
    const clients = await Promise.all(codes.map(somebody));
    const [late = "", ...early] = codes;
    const { done, refused } = await atOnce(
      early.map(async (code, index) => {
        lead = await joined(clients[index] ?? coordinator, code);
      }),
    );
    expect({ done, refused }).toEqual({ done: 1, refused: ["409 code-takes-two", "409 code-takes-two"] });
    expect(await problemCodeOf(redeem(clients[3] ?? coordinator, late))).toBe("409 code-takes-two");
    expect(await peopleOf(bureau)).toHaveLength(1);
  });

  it("opens no body that has somebody or something to act by now, not even at once", async () => {
    const { coordinator } = running.city;
    const organisationId = await freshBody();
    const codes = await Promise.all([0, 1, 2].map(() => codeFrom(coordinator, organisationId)));
    const clients = await Promise.all(codes.map(somebody));
    const { done, refused } = await atOnce(codes.map((code, index) => redeem(clients[index] ?? coordinator, code)));
    expect({ done, refused }).toEqual({ done: 1, refused: ["409 code-takes-two", "409 code-takes-two"] });
    expect(await peopleOf(organisationId)).toHaveLength(1);

    const keyed = await freshBody();
    const code = await codeFrom(coordinator, keyed);
    await running.city.clientOf(keyed);
    const client = await somebody();
    expect(await problemCodeOf(redeem(client, code))).toBe("409 code-takes-two");
    expect(await peopleOf(keyed)).toEqual([]);
    expect((await client.showSession()).body.seats, "the session goes on").toEqual([]);
  });

  it("serves where two persons gave it, and no more once the one who approved it is gone", async () => {
    const { coordinator } = running.city;
    const organisationId = await freshBody();
    await running.city.clientOf(organisationId);
    const asking = { params: { organisationId }, body: { name: "样例新人", duty: "clerk" as const } };
    expect(lead, "the first test seated one").toBeDefined();
    const codeByTwo = async () => {
      await problemCodeOf(running.city.coordinatorAs("样例甲").invitePerson(asking));
      return (await lead?.client.invitePerson(asking))?.body.code ?? "";
    };
    const [code, late] = [await codeByTwo(), await codeByTwo()];
    await joined(await somebody(), code);
    await coordinator.changeSettings({ params: county, body: { twoPersons: { ...two, coordinatorKeys: false } } });
    const another = await joined(await somebody(), await codeFrom(coordinator, bureau));
    await coordinator.removeSeat({ params: { organisationId: bureau, personId: lead?.personId ?? "" } });
    lead = another;
    await coordinator.changeSettings({ params: county, body: { twoPersons: two } });
    expect(await problemCodeOf(redeem(await somebody(), late))).toBe("409 code-giver-gone");
    expect(await peopleOf(organisationId)).toHaveLength(1);
  });
});

describe("an invitation", () => {
  it("serves no more once its giver's seat is taken away or lowered, or the giver's key is revoked", async () => {
    const ofStation = await running.city.clientOf(station);
    const params = { organisationId: station };
    const lead = await joined(await somebody(), await codeFrom(ofStation, station));
    const [first, second] = [await codeFrom(lead.client, station, "clerk"), await codeFrom(lead.client, station)];
    await ofStation.putSeat({ params: { ...params, personId: lead.personId }, body: { duty: "clerk" } });
    const client = await somebody();
    expect(await problemCodeOf(redeem(client, first))).toBe("409 code-giver-gone");
    await ofStation.putSeat({ params: { ...params, personId: lead.personId }, body: { duty: "lead" } });
    const clerk = await joined(client, first);
    await ofStation.removeSeat({ params: { ...params, personId: lead.personId } });
    const other = await somebody();
    expect(await problemCodeOf(redeem(other, second))).toBe("409 code-giver-gone");

    const key = (await newKeyPair()).privateJwk;
    const body = await registrationOf({ ...params, key, audience, now: running.now });
    const { keyId } = (await ofStation.registerKey({ params, body })).body;
    const byTheKey = await codeFrom(byKey(station, key), station);
    await ofStation.revokeKey({ params: { ...params, keyId } });
    expect(await problemCodeOf(redeem(other, byTheKey))).toBe("409 code-giver-gone");
    expect((await peopleOf(station)).map(({ personId }) => personId)).toEqual([clerk.personId]);
  });

  it("of an earlier release, which does not say who gave it, is asked for again where it would take two", async () => {
    const ofStation = await running.city.clientOf(station);
    const code = await codeFrom(ofStation, station, "reader");
    const { dynamodbUrl, region, tableName: TableName } = running.platform;
    const engine = dynamoClient(dynamodbUrl, region);
    const invitations = (await storedItems(running.platform)).filter(({ sk }) => sk === "INVITATION");
    for (const { pk, sk } of invitations) {
      const Key = { pk: { S: pk }, sk: { S: sk } };
      await engine.call("UpdateItem", { TableName, Key, UpdateExpression: "REMOVE givenBy" });
    }
    expect(await problemCodeOf(redeem(await somebody(), code))).toBe("409 code-giver-gone");
  });

  it("waits while the organisation is suspended", async () => {
    const code = await codeFrom(await running.city.clientOf(station), station, "reader");
    const params = { organisationId: station };
    await running.city.coordinator.suspendOrganisation({ params });
    const client = await somebody();
    expect(await problemCodeOf(redeem(client, code))).toBe("403 organisation-suspended");
    await running.city.coordinator.reinstateOrganisation({ params });
    expect((await redeem(client, code)).body.session.seat).toMatchObject({ organisationId: station, duty: "reader" });
  });

  it("changes no seat that its finder has, and then serves whom it was meant for", async () => {
    const ofStation = await running.city.clientOf(station);
    const reader = await joined(await somebody(), await codeFrom(ofStation, station, "reader"));
    const code = await codeFrom(ofStation, station, "lead");
    expect(await problemCodeOf(redeem(reader.client, code))).toBe("409 seat-held");
    expect((await peopleOf(station)).find(({ personId }) => personId === reader.personId)?.duty).toBe("reader");
    expect((await joined(await somebody(), code)).personId).not.toBe(reader.personId);
    const two = await Promise.all([0, 1].map(() => codeFrom(ofStation, station, "clerk")));
    const subject = free.pop() ?? "";
    const sessions = [await signIn(bySession(), subject), await signIn(bySession(), subject)].map(bySession);
    const { done, refused } = await atOnce(two.map((one, index) => redeem(sessions[index] ?? ofStation, one)));
    expect({ done, refused }).toEqual({ done: 1, refused: ["409 seat-held"] });
  });
});

describe("the last two hands of a body", () => {
  it("are not taken away by one person who takes both at once", async () => {
    const { coordinator } = running.city;
    const organisationId = await freshBody();
    const lead = await joined(await somebody(), await codeFrom(coordinator, organisationId));
    const clerk = await joined(await somebody(), await codeFrom(lead.client, organisationId, "clerk"));
    const { done } = await atOnce(
      [lead, clerk].map(({ personId }) => coordinator.removeSeat({ params: { organisationId, personId } })),
    );
    expect(done).toBe(1);
    expect(await peopleOf(organisationId)).toHaveLength(1);
  });
});

describe("a code for a key", () => {
  const redemption = async (organisationId: string, code: string) => {
    const key = (await newKeyPair()).privateJwk;
    const registration = await registrationOf({ organisationId, key, audience, now: running.now });
    const body = { organisationId, code, ...registration };
    return () => bySession().redeemKey({ body });
  };
  const keysOf = async (organisationId: string) =>
    (await running.city.coordinator.showOrganisation({ params: { organisationId } })).body.keys;

  it("registers one key, however many come with it at once", async () => {
    const organisationId = await freshBody();
    const { code } = (await running.city.coordinator.offerKey({ params: { organisationId } })).body;
    const tries = await Promise.all([0, 1, 2].map(() => redemption(organisationId, code)));
    const { done } = await atOnce(tries.map((one) => one()));
    expect(done).toBe(1);
    expect(await keysOf(organisationId)).toHaveLength(1);
  });

  it("is not used up by who comes with it while the body is suspended, however often", async () => {
    const params = { organisationId: await freshBody() };
    const { code } = (await running.city.coordinator.offerKey({ params })).body;
    const registered = await redemption(params.organisationId, code);
    await running.city.coordinator.suspendOrganisation({ params });
    for (let come = 0; come < 11; come += 1)
      expect(await problemCodeOf(registered())).toBe("403 organisation-suspended");
    await running.city.coordinator.reinstateOrganisation({ params });
    expect((await registered()).status).toBe(201);
  });

  it("waits while the body is suspended, and serves no more once its giver's key is revoked", async () => {
    const { coordinator } = running.city;
    const organisationId = await freshBody();
    const { code } = (await coordinator.offerKey({ params: { organisationId } })).body;
    const registered = await redemption(organisationId, code);
    await coordinator.suspendOrganisation({ params: { organisationId } });
    expect(await problemCodeOf(registered())).toBe("403 organisation-suspended");
    await coordinator.reinstateOrganisation({ params: { organisationId } });
    expect((await registered()).status).toBe(201);

    await coordinator.changeSettings({ params: county, body: { twoPersons: { ...two, coordinatorKeys: false } } });
    const params = { organisationId: bureau };
    const key = (await newKeyPair()).privateJwk;
    const body = await registrationOf({ ...params, key, audience, now: running.now });
    const { keyId } = (await coordinator.registerKey({ params, body })).body;
    const other = await freshBody();
    const given = (await byKey(bureau, key).offerKey({ params: { organisationId: other } })).body.code;
    await coordinator.registerKey({
      params,
      body: await registrationOf({ ...params, key: (await newKeyPair()).privateJwk, audience, now: running.now }),
    });
    await coordinator.revokeKey({ params: { ...params, keyId } });
    expect(await problemCodeOf((await redemption(other, given))())).toBe("409 code-giver-gone");
    expect(await keysOf(other)).toEqual([]);
    await coordinator.changeSettings({ params: county, body: { twoPersons: two } });
  });
});

describe("an act that a lead asked for", () => {
  it("is asked for again by who approves, once who asked is a clerk", async () => {
    const { coordinator } = running.city;
    const oneSuffices = (isOne: boolean) =>
      coordinator.changeSettings({ params: county, body: { twoPersons: { ...two, coordinatorKeys: !isOne } } });
    await oneSuffices(true);
    const asker = await joined(await somebody(), await codeFrom(coordinator, bureau));
    await oneSuffices(false);
    await running.city.clientOf(station);
    const asked = { params: { organisationId: station } };
    const required = { status: 409, code: "second-person-required" };
    expect(await problemOf(asker.client.offerKey(asked))).toMatchObject({ ...required, reason: "asked" });
    await oneSuffices(true);
    const params = { organisationId: bureau, personId: asker.personId };
    await coordinator.putSeat({ params, body: { duty: "clerk" } });
    await oneSuffices(false);
    const other = running.city.coordinatorAs("样例乙");
    expect(await problemOf(other.offerKey(asked))).toMatchObject({
      ...{ ...required, reason: "asker-gone", askedBy: { officer: "样例乙" } },
    });
  });
});
