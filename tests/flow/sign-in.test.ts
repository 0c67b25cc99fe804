import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience } from "../../infra/demo/city.ts";
import { choose, signIn } from "../../infra/demo/sign-in.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import type { IdentityProvider } from "../../infra/local/identity-provider.ts";
import { type Client, createClient } from "../../shared/client/client.ts";
import { newKeyPair, registrationOf } from "../../shared/client/token.ts";
import { quarrel, type RunningCity, startCity } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";

const station = "police-330483101";
const committee = "pmc-330483101";
const bureau = "justice-bureau";
const minutes = 60_000;
const surnames = [
  "chen",
  "li",
  "wang",
  "zhang",
  "sun",
  "zhao",
  "qian",
  "wu",
  "zheng",
  "feng",
  "he",
  "lv",
  "shi",
  "jin",
];
const people = surnames.map((subject) => ({ subject, name: `${subject}样例`, place: "样例" }));

let provider: IdentityProvider;
let running: RunningCity;
/** A client in a session, or in none. */
const person = (session?: string): Client => createClient({ baseUrl: running.platform.url, session });

beforeAll(async () => {
  provider = await startSignInProvider(people);
  running = await startCity([station, committee], {
    parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
    onClock: provider.setClock,
  });
});
afterAll(async () => {
  await running?.stop();
  await provider?.stop();
});

/** A call for which a seat is needed. */
const sent = (session: string): Promise<unknown> => person(session).listCases({ query: { as: "sender" } });

const invite = async (organisationId: string, name: string, duty: "reader" | "clerk" | "lead"): Promise<string> => {
  const inviter = await running.city.clientOf(organisationId);
  return (await inviter.invitePerson({ params: { organisationId }, body: { name, duty } })).body.code;
};

/** Somebody with a seat, from the first sign-in on; who has one there already chooses it. */
async function seated(subject: string, organisationId: string, duty: "reader" | "clerk" | "lead"): Promise<string> {
  const secret = await signIn(person(), subject);
  const held = (await person(secret).showSession()).body.seats.find((one) => one.organisationId === organisationId);
  if (held?.duty === duty) return (await person(secret).chooseSeat({ body: { organisationId } })).body.secret;
  const code = await invite(organisationId, `${subject}样例`, duty);
  return (await person(secret).redeemInvitation({ body: { code } })).body.secret;
}

describe("a person who signs in for the first time", () => {
  it("has no seat until an invitation is taken up, and then acts for that organisation under the own name", async () => {
    const secret = await signIn(person(), "chen");
    expect((await person(secret).showSession()).body).toMatchObject({ seats: [] });
    expect(await problemCodeOf(sent(secret))).toBe("403 seat-required");

    const code = await invite(station, "陈样例", "clerk");
    const typed = `${code.slice(0, 5).toLowerCase()} ${code.slice(5)}`;
    const { body } = await person(secret).redeemInvitation({ body: { code: typed } });
    expect(body.session.seat).toMatchObject({ organisationId: station, name: "陈样例", duty: "clerk" });
    expect(await problemCodeOf(person(secret).showSession()), "the secret is another one now").toBe("401 session-over");

    const clerk = person(body.secret);
    const { caseId } = (await clerk.submitReferral({ body: quarrel("样例-1") })).body;
    const { entries } = (await clerk.showHistory({ params: { caseId } })).body;
    expect(entries[0]?.by).toEqual({
      organisationId: station,
      role: "agency",
      officer: "陈样例",
      personId: body.session.personId,
    });
  });

  it("is told of a wrong code, of one that somebody else took up, and of one that is too old, all alike", async () => {
    const code = await invite(station, "李样例", "reader");
    await person(await signIn(person(), "li")).redeemInvitation({ body: { code } });
    const wang = person(await signIn(person(), "wang"));
    expect(await problemCodeOf(wang.redeemInvitation({ body: { code: "AAAAAAAAAA" } }))).toBe("422 invitation-unknown");
    expect(await problemCodeOf(wang.redeemInvitation({ body: { code } }))).toBe("422 invitation-unknown");
    const late = await invite(station, "王样例", "reader");
    running.platform.advanceClock(72 * 60 * minutes);
    const again = person(await signIn(person(), "wang"));
    expect(await problemCodeOf(again.redeemInvitation({ body: { code: late } }))).toBe("422 invitation-unknown");
  });

  it("can send the same code again, and two at once take an invitation up once", async () => {
    const code = await invite(station, "张样例", "clerk");
    const secret = await signIn(person(), "zhang");
    const both = await Promise.allSettled(
      [secret, await signIn(person(), "sun")].map((one) => person(one).redeemInvitation({ body: { code } })),
    );
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [first] = both.flatMap((one) => (one.status === "fulfilled" ? [one.value.body] : []));
    if (first === undefined) throw new Error("nobody got in");
    const { body } = await person(first.secret).redeemInvitation({ body: { code } });
    expect(body.session.seat).toEqual(first.session.seat);
  });
});

describe("a session", () => {
  it("is over after half an hour without a sign of life, and goes on with one", async () => {
    const secret = await seated("zhao", station, "clerk");
    running.platform.advanceClock(29 * minutes);
    await person(secret).showSession();
    running.platform.advanceClock(29 * minutes);
    await sent(secret);
    running.platform.advanceClock(2 * minutes);
    expect(await problemCodeOf(sent(secret)), "calls alone are no sign of life").toBe("401 session-over");
  });

  it("is over after twelve hours whatever happens", async () => {
    const secret = await seated("zhao", station, "clerk");
    for (let minute = 0; minute < 12 * 60 - 20; minute += 20) {
      running.platform.advanceClock(20 * minutes);
      await person(secret).showSession();
    }
    running.platform.advanceClock(20 * minutes);
    expect(await problemCodeOf(person(secret).showSession())).toBe("401 session-over");
  });

  it("ends at once when the person signs out, and names where the provider ends its own", async () => {
    const secret = await seated("zhao", station, "clerk");
    const { url } = (await person(secret).endSession()).body;
    expect(url).toMatch(/id_token_hint=.+post_logout_redirect_uri=|post_logout_redirect_uri=.+id_token_hint=/);
    expect(await problemCodeOf(sent(secret))).toBe("401 session-over");
    expect(await problemCodeOf(person(secret).endSession())).toBe("401 session-over");
  });

  it("ends at the next call when the seat is taken away", async () => {
    const secret = await seated("zhao", station, "clerk");
    const { personId = "" } = (await person(secret).showSession()).body;
    await sent(secret);
    await running.city.coordinator.removeSeat({ params: { organisationId: station, personId } });
    expect(await problemCodeOf(sent(secret))).toBe("401 session-over");
    expect((await person(secret).showSession()).body.seat).toBeUndefined();
  });

  it("acts in one seat at a time, and another is chosen under a new secret", async () => {
    const first = await seated("qian", station, "clerk");
    const secret = await seated("qian", committee, "lead");
    const { seat, seats } = (await person(secret).showSession()).body;
    expect(seat?.organisationId).toBe(committee);
    expect(seats.map(({ organisationId, duty }) => [organisationId, duty])).toEqual([
      [committee, "lead"],
      [station, "clerk"],
    ]);
    await person(secret).listCases({ query: { as: "holder" } });
    const chosen = (await person(secret).chooseSeat({ body: { organisationId: station } })).body;
    expect(chosen.session.seat?.organisationId).toBe(station);
    expect(await problemCodeOf(person(secret).showSession())).toBe("401 session-over");
    expect(await problemCodeOf(person(chosen.secret).chooseSeat({ body: { organisationId: "justice-bureau" } }))).toBe(
      "404 not-found",
    );
    expect((await person(first).showSession()).body.seat?.organisationId, "of another browser").toBe(station);
  });
});

describe("a sign-in", () => {
  const begun = async () => {
    const { body } = await person().beginSignIn({ body: {} });
    const answer = await choose(body.url, "chen", new Map());
    const [code, iss, state] = ["code", "iss", "state"].map((name) => answer.searchParams.get(name) ?? "");
    return { signInId: body.signInId, code: code ?? "", iss: iss ?? "", state: state ?? "" };
  };
  const finish = ({ signInId, ...body }: Awaited<ReturnType<typeof begun>>) =>
    person().finishSignIn({ params: { signInId }, body });

  it("is finished once, with its own answer, within ten minutes", async () => {
    const [one, other] = [await begun(), await begun()];
    expect(await problemCodeOf(finish({ ...one, state: other.state })), "a foreign state").toBe("400 sign-in-failed");
    expect(await problemCodeOf(finish({ ...one, code: other.code })), "a foreign code").toBe("400 sign-in-failed");
    await finish(other).catch(() => undefined);
    const third = await begun();
    expect((await finish(third)).body.secret).toMatch(/^session_/);
    expect(await problemCodeOf(finish(third)), "a second time").toBe("400 sign-in-failed");
    const late = await begun();
    running.platform.advanceClock(11 * minutes);
    expect(await problemCodeOf(finish(late))).toBe("400 sign-in-failed");
  });

  it("takes no answer of another provider, and no code that was made up", async () => {
    expect(await problemCodeOf(finish({ ...(await begun()), iss: "http://127.0.0.1:1" }))).toBe("400 sign-in-failed");
    expect(await problemCodeOf(finish({ ...(await begun()), code: "made-up" }))).toBe("400 sign-in-failed");
  });
});

describe("a duty", () => {
  it("of a reader reads and takes no step; only a lead invites", async () => {
    const reader = person(await seated("wu", station, "reader"));
    await reader.listCases({ query: { as: "sender" } });
    expect(await problemCodeOf(reader.submitReferral({ body: quarrel("样例-2") }))).toBe("403 duty-required");
    const inviting = { params: { organisationId: station }, body: { name: "周样例", duty: "reader" as const } };
    const clerk = person(await seated("zheng", station, "clerk"));
    expect(await problemCodeOf(clerk.invitePerson(inviting))).toBe("403 duty-required");
    const lead = person(await seated("feng", station, "lead"));
    expect((await lead.invitePerson(inviting)).body.code).toHaveLength(10);
    const foreign = { ...inviting, params: { organisationId: committee } };
    expect(await problemCodeOf(lead.invitePerson(foreign))).toBe("404 not-found");
  });

  it("of a clerk suspends and reinstates nobody, not by the register either", async () => {
    const clerk = person(await seated("qian", bureau, "clerk"));
    const params = { organisationId: committee };
    const { body } = await running.city.coordinator.showOrganisation({ params });
    const { organisationId: _, keys: __, suspended, ...facts } = body;
    expect(suspended).toBe(false);
    const put = (client: Client, change: object) => client.putOrganisation({ params, body: { ...facts, ...change } });
    expect(await problemCodeOf(put(clerk, { suspended: true }))).toBe("403 duty-required");
    expect((await put(clerk, { suspended: false })).body.change).toBe("unchanged");
    await running.city.coordinator.suspendOrganisation({ params });
    expect(await problemCodeOf(put(clerk, { suspended: false }))).toBe("403 duty-required");
    expect((await put(clerk, {})).body.change).toBe("unchanged");
    await running.city.coordinator.reinstateOrganisation({ params });
  });

  it("that is the last of a body without a key is not taken by one, who could then give it again and act as that body", async () => {
    const { coordinator } = running.city;
    const params = { organisationId: "pmc-without-key" };
    const body = {
      kind: "committee",
      type: "general",
      level: "town",
      name: "样例",
      divisionCode: "330483101",
    } as const;
    await coordinator.putOrganisation({ params, body });
    const { code } = (await coordinator.invitePerson({ params, body: { name: "施样例", duty: "lead" } })).body;
    const { secret } = (await person(await signIn(person(), "shi")).redeemInvitation({ body: { code } })).body;
    const { personId = "" } = (await person(secret).showSession()).body;
    const last = { params: { ...params, personId } };
    expect(await problemCodeOf(coordinator.removeSeat(last))).toBe("409 other-person-required");
    expect((await coordinator.listPeople({ params })).body.people).toHaveLength(1);
    await person(secret).removeSeat(last);
    expect((await coordinator.listPeople({ params })).body.people, "one's own may be given up").toEqual([]);
  });

  it("of the last lead of a coordinator cannot be taken, not even by two who do it to each other", async () => {
    const [one, other] = [await seated("he", bureau, "lead"), await seated("lv", bureau, "lead")];
    const idOf = async (secret: string) => (await person(secret).showSession()).body.personId ?? "";
    const [first, second] = [await idOf(one), await idOf(other)];
    const results = await Promise.allSettled([
      person(one).removeSeat({ params: { organisationId: bureau, personId: second } }),
      person(other).putSeat({ params: { organisationId: bureau, personId: first }, body: { duty: "clerk" } }),
    ]);
    const { people: left } = (await running.city.coordinator.listPeople({ params: { organisationId: bureau } })).body;
    expect(
      left.filter(({ duty }) => duty === "lead"),
      JSON.stringify(results),
    ).toHaveLength(1);
    const [{ personId = "" } = {}] = left.filter(({ duty }) => duty === "lead");
    expect(
      await problemCodeOf(running.city.coordinator.removeSeat({ params: { organisationId: bureau, personId } })),
    ).toBe("409 last-lead");
  });
});

describe("the access log of an organisation", () => {
  const logOf = async (client: Client, organisationId: string) =>
    (await client.listAccess({ params: { organisationId } })).body;

  it("has who came in and went, and who changed whom, the last first, page by page", async () => {
    const { coordinator } = running.city;
    const before = (await logOf(coordinator, committee)).entries.length;
    const lead = await seated("wang", committee, "lead");
    const { personId = "" } = (await person(lead).showSession()).body;
    await person(lead).putSeat({ params: { organisationId: committee, personId }, body: { duty: "clerk" } });
    await coordinator.putSeat({ params: { organisationId: committee, personId }, body: { duty: "clerk" } });
    await person(lead).endSession();
    const again = await signIn(person(), "wang");
    await person(again)
      .chooseSeat({ body: { organisationId: committee } })
      .catch(() => undefined);
    const { entries, names } = await logOf(coordinator, committee);
    const acts = entries
      .slice(0, entries.length - before)
      .map(({ act, by, about, duty }) => [act, by.officer, about, duty]);
    expect(acts.filter(([act]) => act !== "signed-in")).toEqual([
      ["signed-out", "wang样例", undefined, undefined],
      ["seat-changed", "wang样例", "wang样例", "clerk"],
      ["joined", "wang样例", undefined, "lead"],
      ["invited", undefined, "wang样例", "lead"],
    ]);
    expect(acts.at(0)?.[0]).toBe("signed-in");
    expect(names[committee]).toMatch(/调解委员会/);
    const first = (await coordinator.listAccess({ params: { organisationId: committee }, query: { limit: 2 } })).body;
    const query = { limit: 2, cursor: first.cursor ?? "" };
    const second = (await coordinator.listAccess({ params: { organisationId: committee }, query })).body;
    expect([...first.entries, ...second.entries]).toEqual(entries.slice(0, 4));
    const odd = coordinator.listAccess({
      params: { organisationId: committee },
      query: { cursor: "T1JHQU5JU0FUSU9O" },
    });
    expect(await problemCodeOf(odd)).toBe("400 invalid-cursor");
  });

  it("has the keys and addresses of its systems, a repeat none, and no secret", async () => {
    const lead = person(await seated("zhang", committee, "lead"));
    const { privateJwk } = await newKeyPair();
    const params = { organisationId: committee };
    const body = await registrationOf({ ...params, key: privateJwk, audience, now: running.now });
    const { keyId } = (await lead.registerKey({ params, body })).body;
    await lead.registerKey({ params, body });
    const url = "https://receiver.example.com/hook?token=样例";
    const { endpointId } = (await lead.createWebhookEndpoint({ body: { url } })).body;
    await lead.removeWebhookEndpoint({ params: { endpointId } });
    expect(await problemCodeOf(lead.removeWebhookEndpoint({ params: { endpointId } }))).toBe("404 not-found");
    await lead.revokeKey({ params: { ...params, keyId } });
    expect(await problemCodeOf(lead.revokeKey({ params: { ...params, keyId } }))).toBe("404 not-found");
    const { entries } = await logOf(lead, committee);
    expect(entries.slice(0, 4).map(({ act, about }) => [act, about])).toEqual([
      ["key-revoked", keyId],
      ["webhook-removed", "receiver.example.com"],
      ["webhook-added", "receiver.example.com"],
      ["key-registered", keyId],
    ]);
  });

  it("has who comes back after the seat was taken away, and is for leads, the coordinator and nobody else", async () => {
    const secret = await seated("jin", station, "clerk");
    const { personId = "" } = (await person(secret).showSession()).body;
    expect(await problemCodeOf(logOf(person(secret), station))).toBe("403 not-allowed");
    expect(await problemCodeOf(logOf(person(secret), committee))).toBe("404 not-found");
    await running.city.coordinator.removeSeat({ params: { organisationId: station, personId } });
    running.platform.advanceClock(2 * minutes);
    await person(secret).showSession();
    const { entries } = await logOf(running.city.coordinator, station);
    expect(entries.slice(0, 2).map(({ act, by, about }) => [act, by.personId, about])).toEqual([
      ["refused", personId, undefined],
      ["seat-removed", undefined, "jin样例"],
    ]);
  });
});
