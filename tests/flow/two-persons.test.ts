import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience } from "../../infra/demo/city.ts";
import { approve } from "../../shared/client/approvals.ts";
import { createClient } from "../../shared/client/client.ts";
import { giveFirstKey } from "../../shared/client/first-key.ts";
import { newKeyPair, type PrivateJwk, registrationOf, signToken } from "../../shared/client/token.ts";
import { type LawPack, lawPack } from "../../shared/domain/law-pack.ts";
import { emptyInbox } from "../support/inbox.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { archiveCase, settledCase } from "../support/settled-case.ts";
import {
  day,
  minute,
  police,
  refer,
  startTown,
  strangerCommittee,
  type Town,
  villageCommittee,
} from "../support/town.ts";

const bureau = "justice-bureau";
const county = { params: { county: "330483" } };
const version = "*";
const all = { coordinatorKeys: true, reopening: true, merging: true, tariffs: true };
let town: Town;
/** The bureau's second key, of another system. */
let second: PrivateJwk;

beforeAll(async () => {
  town = await startTown([police, villageCommittee, strangerCommittee]);
  second = (await newKeyPair()).privateJwk;
  const body = await registrationOf({ organisationId: bureau, key: second, audience, now: town.now });
  await town.coordinator.registerKey({ params: { organisationId: bureau }, body });
  await town.operator.changeSettings({ ...county, body: { twoPersons: all } });
});
afterAll(() => town?.stop());

const by = (officer: string | undefined, key: PrivateJwk = town.keyOf(bureau)) =>
  createClient({
    ...{ baseUrl: town.platform.url, audience, organisationId: bureau, key, now: town.now },
    ...(officer === undefined ? {} : { officer }),
  });
const asker = () => by("样例甲");
const other = () => by("样例乙", second);
const waiting = async () => (await asker().listApprovals()).body.approvals;
const entries = async (organisationId = bureau) =>
  (await town.operator.listAccess({ params: { organisationId }, query: {} })).body.entries;
/** A code for a body that has keys: two persons give it. */
const codeFor = async (organisationId: string): Promise<string> => {
  await problemCodeOf(asker().offerKey({ params: { organisationId } }));
  return (await other().offerKey({ params: { organisationId } })).body.code;
};
const required = { status: 409, code: "second-person-required" };

describe("reopening a case", () => {
  const reason = { reason: "closed_by_mistake" } as const;
  let caseId: string;
  const reopen = (client = asker(), body: object = reason) =>
    client.reopen({ params: { caseId }, version, body: { ...reason, ...body } });
  const status = async () => (await town.coordinator.showCase({ params: { caseId } })).body.state.status;
  beforeAll(async () => {
    caseId = await settledCase(town, "two-1");
    await archiveCase(town, caseId);
  });

  it("takes a name, and waits for another person: nothing is done by one, however often and by what name it asks", async () => {
    expect(await problemOf(reopen(by(undefined)))).toMatchObject({ code: "other-person-required", reason: "unnamed" });
    expect(await problemOf(reopen())).toMatchObject({ ...required, reason: "asked", askedBy: { officer: "样例甲" } });
    for (const [client, why] of [
      [asker(), "same-person"],
      [by("样例 甲", second), "same-person"],
      [by("样例乙"), "same-key"],
      [by(undefined, second), "unnamed"],
    ] as const) {
      expect(await problemOf(reopen(client))).toMatchObject({ ...required, reason: why });
    }
    expect(await status()).toBe("archived");
    expect(await waiting()).toMatchObject([{ operation: "reopen", params: { caseId }, body: reason }]);
  });

  it("is done when another person sends the same, once, with both in the log of the bureau", async () => {
    const answers = await Promise.allSettled(Array.from({ length: 3 }, () => reopen(other())));
    expect(answers.some(({ status: outcome }) => outcome === "fulfilled")).toBe(true);
    expect(await status()).not.toBe("archived");
    expect(await waiting()).toEqual([]);
    const done = (await entries()).filter(({ act }) => act === "approved");
    expect(done).toMatchObject([
      { about: `reopen ${caseId}`, by: { officer: "样例乙" }, askedBy: { officer: "样例甲" } },
    ]);
    const { entries: history } = (await town.coordinator.showHistory({ params: { caseId } })).body;
    expect(history.at(-1)?.by).toMatchObject({ officer: "样例乙" });
    // One approval is for one act: the same again waits again, or is a repeat.
    expect((await reopen()).effect).toBe("unchanged");
  });

  it("lapses after seven days, and what was refused is not done", async () => {
    const one = await settledCase(town, "two-2");
    await archiveCase(town, one);
    const again = (client: ReturnType<typeof by>) => client.reopen({ params: { caseId: one }, version, body: reason });
    await problemCodeOf(again(asker()));
    town.advance(7 * day + minute);
    expect(await waiting()).toEqual([]);
    expect(await problemOf(again(other()))).toMatchObject({
      ...required,
      reason: "asked",
      askedBy: { officer: "样例乙" },
    });
    const [held] = await waiting();
    await asker().refuseApproval({ params: { approvalId: held?.approvalId ?? "" } });
    expect(await waiting()).toEqual([]);
    expect((await entries())[0]).toMatchObject({ act: "approval-refused", askedBy: { officer: "样例乙" } });
    expect(await problemCodeOf(again(asker()))).toBe("409 second-person-required");
  });
});

describe("merging, tariffs and the coordinator's own keys", () => {
  it("wait for another person, who may use the list", async () => {
    const [from, into] = [await refer(town, "two-3"), await refer(town, "two-4")];
    expect(await problemOf(asker().merge({ params: { caseId: from }, version, body: { into } }))).toMatchObject(
      required,
    );
    const [merging] = (await waiting()).filter(({ operation }) => operation === "merge");
    if (merging === undefined) throw new Error("the merge waits");
    await approve(other(), merging);
    expect((await town.coordinator.showCase({ params: { caseId: from } })).body.state.status).toBe("closed");

    const [rate] = (await asker().listTariffs({ query: {} })).body.tariffs;
    if (rate === undefined) throw new Error("there is a tariff");
    const { loadedAt: _, loadedBy: __, ...amounts } = rate;
    const tariff = { ...amounts, version: "two-persons", county: "330483", effectiveFrom: "2030-01-01" };
    const load = (client: ReturnType<typeof by>) => client.loadTariff({ query: {}, body: tariff });
    expect(await problemOf(load(asker()))).toMatchObject(required);
    expect((await load(other())).body.outcome).toBe("stored");
    expect((await load(asker())).body.outcome).toBe("repeated");
  });

  it("register a key with the proof that was given when it was asked for, and revoke what somebody else signs with", async () => {
    const { privateJwk } = await newKeyPair();
    const params = { organisationId: bureau };
    const body = await registrationOf({ organisationId: bureau, key: privateJwk, audience, now: town.now });
    expect(await problemOf(asker().registerKey({ params, body }))).toMatchObject(required);
    town.advance(2 * day);
    const { keyId } = (await other().registerKey({ params, body })).body;
    const revoke = (client: ReturnType<typeof by>) => client.revokeKey({ params: { ...params, keyId } });
    expect(await problemOf(revoke(asker()))).toMatchObject(required);
    await revoke(other());
    expect(await problemCodeOf(revoke(asker()))).toBe("404 not-found");
  });

  it("take one person where the county says so; to say so takes two, or who stands above it, and to take it back one", async () => {
    const loosen = { ...county, body: { twoPersons: { tariffs: false } } };
    expect(await problemOf(asker().changeSettings(loosen))).toMatchObject(required);
    expect((await other().changeSettings(loosen)).body.twoPersons).toEqual({ ...all, tariffs: false });
    expect((await asker().changeSettings({ ...county, body: { twoPersons: all } })).body.twoPersons).toEqual(all);
    expect((await town.operator.changeSettings(loosen)).body.twoPersons.tariffs).toBe(false);
    await asker().changeSettings({ ...county, body: { twoPersons: all } });
  });

  it("are another county's and other bodies' business in nothing", async () => {
    await problemCodeOf(asker().changeSettings({ ...county, body: { twoPersons: { merging: false } } }));
    expect((await town.operator.listApprovals()).body.approvals).toEqual([]);
    expect(await problemCodeOf((await town.clientOf(police)).listApprovals())).toBe("403 not-allowed");
    const [held] = await waiting();
    const params = { approvalId: held?.approvalId ?? "" };
    expect(await problemCodeOf(town.operator.refuseApproval({ params }))).toBe("404 not-found");
    await other().refuseApproval({ params });
  });
});

describe("a pack of law by which cases are erased sooner", () => {
  const kept = (years: number) => ({ retention: { agreement: { years, article: "样例县档案保管期限表" } } });
  const triage = { days: 2, unit: "working", article: "house" } as const;
  const packOf = (name: string, rules: object) =>
    lawPack().parse({ scope: "330483", version: name, effectiveFrom: name.slice(0, 10), rules });
  const longer = packOf("2031-01-01", kept(30));
  /** It says nothing of keeping, and takes the place of one that does. */
  const silent = packOf("2031-06-01", { triage });
  const load = (client: ReturnType<typeof by>, body: LawPack) => client.loadLawPack({ query: {}, body });
  const versions = async () =>
    (await asker().listLawPacks({ query: {} })).body.packs.map((pack) => pack.version).sort();

  it("is one that keeps for fewer years, or leaves out what held: one person loads a longer time alone", async () => {
    expect((await load(asker(), longer)).status).toBe(201);
    // No setting of the county lets one suffice.
    await town.operator.changeSettings({ ...county, body: { twoPersons: { ...all, tariffs: false, merging: false } } });
    const shorter = packOf("2031-03-01", kept(29));
    for (const pack of [shorter, silent]) {
      const { outcome } = (await asker().loadLawPack({ query: { dryRun: "true" }, body: pack })).body;
      expect(outcome).toBe("checked");
      expect(await problemOf(load(asker(), pack))).toMatchObject({ ...required, reason: "asked" });
      expect(await problemOf(load(asker(), pack))).toMatchObject({ ...required, reason: "same-person" });
      expect(await problemOf(load(by("样例乙"), pack))).toMatchObject({ ...required, reason: "same-key" });
    }
    expect(await problemOf(load(by(undefined), packOf("2031-04-01", kept(1))))).toMatchObject({ reason: "unnamed" });
    expect(await versions()).toEqual(["2031-01-01"]);
    const waits = (await waiting()).filter(({ operation }) => operation === "loadLawPack");
    expect(waits.map(({ act, body }) => [act, body["version"]]).sort()).toEqual([
      ["erasing", "2031-03-01"],
      ["erasing", "2031-06-01"],
    ]);
    await town.operator.changeSettings({ ...county, body: { twoPersons: all } });
  });

  it("is loaded by another person on the same difference alone, once, with both in the log", async () => {
    expect((await load(asker(), packOf("2031-05-01", kept(40)))).status).toBe(201);
    expect(await problemOf(load(other(), silent)), "it shortens by more now").toMatchObject({
      ...{ ...required, reason: "changed", askedBy: { officer: "样例乙" } },
    });
    expect(await versions()).not.toContain("2031-06-01");
    const [held] = (await waiting()).filter(({ body }) => body["version"] === "2031-06-01");
    if (held === undefined) throw new Error("the pack waits");
    await approve(asker(), held);
    expect(await versions()).toContain("2031-06-01");
    expect((await entries()).find(({ act }) => act === "law-loaded")).toMatchObject({
      ...{ about: "330483 2031-06-01", by: { officer: "样例甲" }, askedBy: { officer: "样例乙" } },
    });
    expect((await load(other(), silent)).body.outcome).toBe("repeated");
    expect((await waiting()).filter(({ body }) => body["version"] === "2031-06-01")).toEqual([]);
  });
});

describe("a key for another organisation", () => {
  it("is registered by the coordinator with two persons, and the organisation is told", async () => {
    const { privateJwk } = await newKeyPair();
    const params = { organisationId: strangerCommittee };
    const body = await registrationOf({ ...params, key: privateJwk, audience, now: town.now });
    // No setting of the county lets one suffice.
    await town.operator.changeSettings({ ...county, body: { twoPersons: { coordinatorKeys: false } } });
    expect(await problemOf(asker().registerKey({ params, body }))).toMatchObject(required);
    const { keyId } = (await other().registerKey({ params, body })).body;
    await town.platform.settled({ ignoreDelayed: true });
    const told = (await emptyInbox(await town.clientOf(strangerCommittee))).filter(
      ({ type }) => type === "key.registered",
    );
    expect(told.at(-1)).toMatchObject({ about: keyId });
    expect((await entries(strangerCommittee))[0]).toMatchObject({
      act: "key-registered",
      askedBy: { officer: "样例甲" },
    });
  });

  it("is registered by the organisation itself with a code of its coordinator, once, by who holds the key", async () => {
    const params = { organisationId: strangerCommittee };
    const code = await codeFor(strangerCommittee);
    const { privateJwk } = await newKeyPair();
    const registration = await registrationOf({ ...params, key: privateJwk, audience, now: town.now });
    const redeem = (change: object = {}) =>
      town.ask("/v1/key-codes/redeem", {
        method: "POST",
        headers: {},
        body: { ...params, code, ...registration, ...change },
      });
    expect(await redeem({ organisationId: villageCommittee })).toMatchObject({
      status: 422,
      body: { code: "key-code-unknown" },
    });
    expect(await redeem({ code: "2222222222" })).toMatchObject({ status: 422, body: { code: "key-code-unknown" } });
    const { proof } = await registrationOf({
      ...params,
      key: (await newKeyPair()).privateJwk,
      audience,
      now: town.now,
    });
    expect(await redeem({ proof })).toMatchObject({ status: 422, body: { errors: [{ path: "/proof" }] } });
    expect(await redeem({ code: ` ${code.toLowerCase()} ` })).toMatchObject({ status: 201 });
    expect(await redeem()).toMatchObject({ status: 422, body: { code: "key-code-unknown" } });
    const token = await signToken({ ...params, key: privateJwk, audience, now: town.now });
    expect((await town.ask("/v1/work", { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  });

  it("is not found by trying codes, nor by an old code", async () => {
    const params = { organisationId: strangerCommittee };
    const key = (await newKeyPair()).privateJwk;
    const registration = await registrationOf({ ...params, key, audience, now: town.now });
    const redeem = async (code: string) =>
      (
        await town.ask("/v1/key-codes/redeem", {
          method: "POST",
          headers: {},
          body: { ...params, code, ...registration },
        })
      ).status;
    const code = await codeFor(strangerCommittee);
    for (let tried = 0; tried < 10; tried += 1) expect(await redeem("2222222222")).toBe(422);
    expect(await redeem(code)).toBe(422);
    const late = await codeFor(strangerCommittee);
    town.advance(7 * day + minute);
    expect(await redeem(late)).toBe(422);
    expect(await problemCodeOf((await town.clientOf(police)).offerKey({ params }))).toBe("403 not-allowed");
    expect(await problemCodeOf(asker().offerKey({ params: { organisationId: "no-such-body" } }))).toBe("404 not-found");
    expect(await problemCodeOf(asker().offerKey({ params: { organisationId: bureau } }))).toBe("403 not-allowed");
  });
});

describe("an act that would let one person act as another body, or as two", () => {
  const shared = { level: "county" as const, name: "样例第二司法局", divisionCode: "330483", categories: [] };
  const facts = { ...shared, kind: "agency" as const };
  const twin = { organisationId: "twin-bureau" };
  const typeOf = async (organisationId: string) =>
    (await town.operator.showOrganisation({ params: { organisationId } })).body.type;

  it("a code for a body that has a key, or had one, waits for another person", async () => {
    const params = { organisationId: villageCommittee };
    expect(await problemOf(asker().offerKey({ params }))).toMatchObject({ ...required, reason: "asked" });
    expect(await problemOf(asker().offerKey({ params }))).toMatchObject({ ...required, reason: "same-person" });
    const [held] = (await waiting()).filter(({ operation }) => operation === "offerKey");
    if (held === undefined) throw new Error("the code waits");
    expect(await approve(other(), held)).toHaveLength(10);
    const fresh = { organisationId: "pmc-fresh" };
    const committee = { ...shared, kind: "committee" as const, type: "general" as const };
    await asker().putOrganisation({ params: fresh, body: committee });
    await giveFirstKey(asker(), { ...fresh, key: second, audience, now: town.now });
    const [{ keyId = "" } = {}] = (await asker().showOrganisation({ params: fresh })).body.keys;
    await asker().revokeKey({ params: { ...fresh, keyId } });
    expect(await problemOf(asker().offerKey({ params: fresh })), "its keys were taken away").toMatchObject(required);
  });

  it("a code that one person gave serves no more once the body has had a key", async () => {
    const params = { organisationId: "pmc-late-code" };
    const committee = { ...shared, kind: "committee" as const, type: "general" as const };
    await asker().putOrganisation({ params, body: committee });
    const code = (await asker().offerKey({ params })).body.code;
    const first = (await newKeyPair()).privateJwk;
    const register = { params, body: await registrationOf({ ...params, key: first, audience, now: town.now }) };
    await problemCodeOf(asker().registerKey(register));
    await other().registerKey(register);
    const key = (await newKeyPair()).privateJwk;
    const registration = await registrationOf({ ...params, key, audience, now: town.now });
    const body = { ...params, code, ...registration };
    const answer = await town.ask("/v1/key-codes/redeem", { method: "POST", headers: {}, body });
    expect(answer).toMatchObject({ status: 409, body: { code: "code-takes-two" } });
  });

  it.each(["coordinator", "auditor"] as const)("a second %s waits for another person", async (type) => {
    await town.operator.changeSettings({ ...county, body: { twoPersons: all } });
    const params = { organisationId: `twin-${type}` };
    const body = { ...facts, type };
    expect(await problemOf(asker().putOrganisation({ params, body }))).toMatchObject(required);
    expect(await problemCodeOf(town.operator.showOrganisation({ params }))).toBe("404 not-found");
    const [held] = (await waiting()).filter((one) => one.params["organisationId"] === params.organisationId);
    if (held === undefined) throw new Error("the office waits");
    await approve(other(), held);
    expect(await typeOf(params.organisationId)).toBe(type);
    expect((await entries(params.organisationId))[0]).toMatchObject({ askedBy: { officer: "样例甲" } });
    expect((await asker().putOrganisation({ params, body })).body.change).toBe("unchanged");
  });

  it("so does what becomes an office later, stops being one, or is woken as one", async () => {
    const office = { ...facts, type: "coordinator" as const };
    const court = { ...facts, type: "governance_centre" as const };
    const put = (client: ReturnType<typeof by>, body: typeof office | typeof court, more = {}) =>
      client.putOrganisation({ params: twin, body: { ...body, ...more } });
    await put(asker(), court);
    expect(await problemOf(put(asker(), office))).toMatchObject(required);
    expect(await typeOf(twin.organisationId)).toBe("governance_centre");
    await put(other(), office);
    expect(await problemOf(put(asker(), court))).toMatchObject(required);
    // To stop somebody takes one.
    await asker().suspendOrganisation({ params: twin });
    expect(await problemOf(asker().reinstateOrganisation({ params: twin }))).toMatchObject(required);
    expect(await problemOf(put(other(), office, { suspended: false }))).toMatchObject(required);
    const [held] = (await waiting()).filter(({ operation }) => operation === "reinstateOrganisation");
    if (held === undefined) throw new Error("the office waits");
    await approve(other(), held);
    expect((await asker().reinstateOrganisation({ params: twin })).body.change).toBe("unchanged");
    // A county may say that one suffices.
    await town.operator.changeSettings({ ...county, body: { twoPersons: { coordinatorKeys: false } } });
    expect((await put(asker(), court)).body.change).toBe("updated");
    await town.operator.changeSettings({ ...county, body: { twoPersons: all } });
  });

  it("is not carried through where what was asked about has changed since: it is asked for again", async () => {
    const params = { organisationId: "court-of-change" };
    const put = (client: ReturnType<typeof by>, change: object) =>
      client.putOrganisation({ params, body: { ...facts, type: "governance_centre", ...change } });
    await put(asker(), {});
    const office = { type: "auditor" };
    expect(await problemOf(put(asker(), office))).toMatchObject({ ...required, reason: "asked" });
    await put(asker(), { name: "样例另名" });
    expect(await problemOf(put(other(), office))).toMatchObject({
      ...{ ...required, reason: "changed", askedBy: { officer: "样例乙" } },
    });
    expect(await typeOf(params.organisationId)).toBe("governance_centre");
    expect((await waiting()).filter((one) => one.params["organisationId"] === params.organisationId)).toHaveLength(1);
    expect((await put(asker(), office)).body.change).toBe("updated");

    const loosen = { ...county, body: { twoPersons: { tariffs: false } } };
    expect(await problemOf(asker().changeSettings(loosen))).toMatchObject(required);
    await town.operator.changeSettings({ ...county, body: { keyDays: 365 } });
    expect(await problemOf(other().changeSettings(loosen))).toMatchObject({ ...required, reason: "changed" });
    await town.operator.changeSettings({ ...county, body: { keyDays: 730 } });
    expect(await problemOf(asker().changeSettings(loosen)), "as when it was asked for last").toMatchObject({
      ...{ ...required, reason: "changed" },
    });
  });

  it("is not carried through where who asked may not ask any more", async () => {
    const third = (await newKeyPair()).privateJwk;
    const params = { organisationId: bureau };
    const body = await registrationOf({ ...params, key: third, audience, now: town.now });
    await problemCodeOf(asker().registerKey({ params, body }));
    const { keyId } = (await other().registerKey({ params, body })).body;
    const twins = { params: { organisationId: "twin-of-the-gone" }, body: { ...facts, type: "coordinator" as const } };
    const gone = by("样例丙", third);
    expect(await problemOf(gone.putOrganisation(twins))).toMatchObject({ ...required, reason: "asked" });
    await gone.revokeKey({ params: { ...params, keyId } });
    expect(await problemOf(other().putOrganisation(twins))).toMatchObject({ ...required, reason: "asker-gone" });
    expect(await problemCodeOf(town.operator.showOrganisation(twins))).toBe("404 not-found");
    expect((await asker().putOrganisation(twins)).body.change).toBe("created");
  });

  it("is said by a dry run to take two persons, and all else not to", async () => {
    const check = async (client: ReturnType<typeof by>, organisationId: string, change: object) => {
      const body = { ...facts, type: "governance_centre" as const, ...change };
      return (await client.putOrganisation({ params: { organisationId }, query: { dryRun: "true" }, body })).body;
    };
    expect(await check(asker(), "new-office", { type: "coordinator" })).toMatchObject({
      change: "created",
      takesTwo: true,
    });
    expect(await check(asker(), "new-court", {})).toMatchObject({ change: "created", takesTwo: false });
    expect(await check(town.operator, "new-office", { type: "coordinator" })).toMatchObject({ takesTwo: false });
    await town.operator.changeSettings({ ...county, body: { twoPersons: { coordinatorKeys: false } } });
    expect(await check(asker(), "new-office", { type: "coordinator" })).toMatchObject({ takesTwo: false });
    await town.operator.changeSettings({ ...county, body: { twoPersons: all } });
    expect((await waiting()).filter(({ params: { organisationId } }) => organisationId === "new-office")).toEqual([]);
  });

  it("so does a seat at a body that could give it itself, and one that decides at the own coordinator", async () => {
    const inviting = (organisationId: string, duty: "reader" | "clerk" | "lead") => ({
      params: { organisationId },
      body: { name: "样例新人", duty },
    });
    expect(await problemOf(asker().invitePerson(inviting(police, "reader")))).toMatchObject(required);
    expect((await (await town.clientOf(police)).invitePerson(inviting(police, "lead"))).body.code).toHaveLength(10);
    expect(await problemOf(asker().invitePerson(inviting(bureau, "lead")))).toMatchObject(required);
    expect(await problemOf(asker().invitePerson(inviting(bureau, "clerk")))).toMatchObject(required);
    expect((await asker().invitePerson(inviting(bureau, "reader"))).body.code).toHaveLength(10);
    expect((await other().invitePerson(inviting(bureau, "lead"))).body.code).toHaveLength(10);
    expect((await entries())[0]).toMatchObject({ act: "invited", askedBy: { officer: "样例甲" } });
  });
});

describe("a dry run for a mediator", () => {
  it("does not tell whether a number that is tried is the one that is held", async () => {
    const params = { organisationId: villageCommittee, mediatorId: "tried" };
    const [held, tried] = ["11010519491231002X", "440524188001010014"];
    const body = { name: "样例调解员", categories: [], lead: false };
    await asker().putMediator({ params, body: { ...body, identityNumber: held } });
    const foreseen = async (more: object) =>
      (await asker().putMediator({ params, query: { dryRun: "true" }, body: { ...body, ...more } })).body;
    expect(await foreseen({ identityNumber: held })).toMatchObject({ change: "updated", changed: ["identityNumber"] });
    expect(await foreseen({ identityNumber: held })).toEqual(await foreseen({ identityNumber: tried }));
    expect(await foreseen({})).toMatchObject({ change: "unchanged" });
  });
});

describe("a token with jti", () => {
  it("serves one of the graver commands, and others as often as they come; one without serves as before", async () => {
    const ask = (token: string, path: string, method: string) =>
      town.ask(path, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(method === "GET" ? {} : { body: {} }),
      });
    const sign = (once: boolean) =>
      signToken({ organisationId: bureau, key: town.keyOf(bureau), audience, now: town.now, once });
    const suspend = `/v1/organisations/${strangerCommittee}/suspend`;
    const token = await sign(true);
    expect((await ask(token, "/v1/work", "GET")).status).toBe(200);
    expect((await ask(token, suspend, "POST")).status).toBe(200);
    expect(await ask(token, suspend, "POST")).toMatchObject({ status: 401, body: { code: "token-used" } });
    expect((await ask(token, "/v1/work", "GET")).status).toBe(200);
    const plain = await sign(false);
    const reinstate = `/v1/organisations/${strangerCommittee}/reinstate`;
    for (let time = 0; time < 2; time += 1) expect((await ask(plain, reinstate, "POST")).status).toBe(200);
    const racing = await sign(true);
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(racing, suspend, "POST")));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await ask(plain, reinstate, "POST");
  });
});

describe("the first key of a town", () => {
  it("comes by a code in one hand, as in the sample city", async () => {
    const key = (await newKeyPair()).privateJwk;
    const organisationId = "pmc-new";
    await town.operator.putOrganisation({
      params: { organisationId },
      body: {
        kind: "committee",
        type: "general",
        level: "county",
        name: "样例调委会",
        divisionCode: "330483",
        categories: [],
      },
    });
    await giveFirstKey(town.operator, { organisationId, key, audience, now: town.now });
    const token = await signToken({ organisationId, key, audience, now: town.now });
    expect((await town.ask("/v1/work", { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  });
});
