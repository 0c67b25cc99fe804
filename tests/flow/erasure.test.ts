import { randomUUID } from "node:crypto";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { audience } from "../../infra/demo/city.ts";
import type { FaultHook } from "../../infra/local/aws-gateway.ts";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { createClient } from "../../shared/client/client.ts";
import { bindingAt } from "../../shared/client/documents.ts";
import { newKeyPair, type PrivateJwk, registrationOf } from "../../shared/client/token.ts";
import type { Signing } from "../../shared/contracts/signing-routes.ts";
import { hashOf } from "../../shared/dynamo/case-items.ts";
import { documentKey, signingKey } from "../../shared/dynamo/keys.ts";
import { kinds } from "../../shared/dynamo/stored-versions.ts";
import { asHashed } from "../support/hashed-entry.ts";
import { addLargePapers } from "../support/large-files.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { archiveCase, settledCase } from "../support/settled-case.ts";
import { storedItems } from "../support/stored.ts";
import { day, police, refer, startTown, type Town, villageCommittee, villageQuarrel } from "../support/town.ts";

const bureau = "justice-bureau";
const version = "*";
const start = "2026-12-10T02:00:00.000Z";
const month = "2026-12";
/** Two years after its end no case of the town is kept any longer: its county keeps agreements for one year. */
const afterwards = "2028-01-01T02:00:00.000Z";

/** Said in words on the case whose erasure breaks off at its first file. */
const saidOnce = "样例更正理由丙";

/** Who are met again by their telephones. */
const parties = [
  { side: "applicant" as const, kind: "natural_person" as const, name: "张样例", phone: "13900000001" },
  { side: "respondent" as const, kind: "natural_person" as const, name: "李样例", phone: "13900000002" },
];

const injected = { status: 400, body: { __type: "com.amazon#InjectedFailure" } };

let town: Town;
let second: PrivateJwk;
beforeAll(async () => {
  town = await startTown([police, villageCommittee], { clockOffsetMs: Date.parse(start) - Date.now() });
  second = (await newKeyPair()).privateJwk;
  const body = await registrationOf({ organisationId: bureau, key: second, audience, now: town.now });
  await town.coordinator.registerKey({ params: { organisationId: bureau }, body });
  const retention = { agreement: { years: 1, article: "样例县档案保管期限表" } };
  const pack = { scope: "330483", version: "kept-1", effectiveFrom: "2026-12-11", rules: { retention } };
  expect(await problemCodeOf(asker().loadLawPack({ body: pack }))).toBe("409 second-person-required");
  await other().loadLawPack({ body: pack });
});
afterEach(() => town.platform.setFault(undefined));
afterAll(() => town?.stop());

const by = (officer: string, key: PrivateJwk = town.keyOf(bureau)) =>
  createClient({ baseUrl: town.platform.url, audience, organisationId: bureau, key, now: town.now, officer });
const asker = () => by("样例甲");
const other = () => by("样例乙", second);
const goTo = (at: string) => town.advance(Date.parse(at) - town.now());
const due = async (client = asker()) => (await client.listDueErasures({ query: { month } })).body.cases;
const itemsOf = async (caseId: string) =>
  (await storedItems(town.platform)).filter(({ pk, sk }) => pk.includes(caseId) || sk.includes(caseId));
const kindsOf = async (caseId: string) =>
  [...new Set((await itemsOf(caseId)).map(({ pk, sk }) => (pk.startsWith("CASE#") ? sk : pk).split("#")[0]))].sort();

/** As a crash leaves a paper that was signed: its bytes lie there, only the signing names it, and it is not in the file. */
async function signedWithoutFiling(caseId: string, signedDocumentId: string): Promise<void> {
  const { dynamodbUrl, region, tableName } = town.platform;
  const engine = dynamoClient(dynamodbUrl, region);
  const document = documentKey(caseId, signedDocumentId);
  await engine.call("DeleteItem", { TableName: tableName, Key: marshall(document) });
  const signing: Signing = {
    ...{ signingId: randomUUID(), documentId: randomUUID(), paper: "agreement", version: 5, state: "signed" },
    ...{ requestedAt: start, requestedBy: { organisationId: villageCommittee, role: "committee" } },
    ...{ endedAt: start, signedDocumentId },
  };
  const Item = kinds.signing.mark({ ...signingKey(caseId, signing.documentId), ...signing });
  await engine.call("PutItem", { TableName: tableName, Item: marshall(Item) });
}

describe("a case whose time of keeping is not over", () => {
  it("is neither listed nor erased for anybody", async () => {
    // The county's own law begins on the day after.
    town.advance(2 * day);
    const caseId = await settledCase(town, "kept-1");
    const params = { caseId };
    expect(await due()).toEqual([]);
    expect(await problemOf(asker().eraseCase({ params }))).toMatchObject({
      ...{ code: "not-erasable", reason: "kept", retention: { class: "agreement", years: 1 } },
      keptUntil: "2027-12-31T16:00:00.000Z",
    });
    const open = await refer(town, "kept-2");
    expect(await problemOf(asker().eraseCase({ params: { caseId: open } }))).toMatchObject({
      ...{ code: "not-erasable", reason: "case-open" },
    });
    expect(await problemCodeOf((await town.clientOf(police)).eraseCase({ params }))).toBe("403 not-allowed");
    expect(await problemCodeOf(town.operator.eraseCase({ params }))).toBe("404 not-found");
  });
});

describe("cases whose time of keeping is over", () => {
  let caseId: string;
  let broken: string;
  let unarchived: string;
  let joined: string;
  let begun: string;
  let begunPart: string;
  /** The bound file that the bureau asked for before the case was erased. */
  let bound: { caseId: string; bindingId: string };

  beforeAll(async () => {
    [caseId, unarchived] = [await settledCase(town, "erased-1"), await settledCase(town, "erased-3")];
    await addLargePapers(await town.clientOf(villageCommittee, { officer: "Li" }), caseId);
    // Another referral of the same quarrel goes on in the case whose erasure breaks off below.
    [broken, joined] = [await refer(town, "erased-2", { parties }), await refer(town, "erased-4")];
    expect(await kindsOf(broken)).toContain("PAIR");
    await town.coordinator.merge({ params: { caseId: joined }, version, body: { into: broken } });
    const committee = await town.clientOf(villageCommittee, { officer: "Li" });
    await mediate(committee, broken);
    await settleCase(committee, broken);
    await (await town.clientOf(police)).acknowledgeResult({ params: { caseId: broken }, version });
    [begun, begunPart] = [await refer(town, "begun-1"), await refer(town, "begun-2")];
    await town.coordinator.merge({ params: { caseId: begunPart }, version, body: { into: begun } });
    const corrected = { reason: saidOnce, amountFen: 4_321 };
    await (await town.clientOf(police)).correctReferral({ params: { caseId: begun }, version, body: corrected });
    await mediate(committee, begun);
    await settleCase(committee, begun);
    for (const one of [caseId, broken, begun]) await archiveCase(town, one);
    // The lock that is asked for a minute after archiving is asked for before the years go by.
    await town.platform.settled({ ignoreDelayed: true });
    await goTo(afterwards);
    // Locks on papers wait longer than this test does, and no time of keeping is left to lock for.
    await town.platform.settled({ ignoreDelayed: true });
  });

  it("are listed for the offices of the county, with what stands against each", async () => {
    const listed = await due();
    expect(listed.map(({ sourceNumber, hindrance }) => [sourceNumber, hindrance]).sort()).toEqual([
      ["begun-1", undefined],
      ["erased-1", undefined],
      ["erased-2", undefined],
      ["erased-3", "not-archived"],
      ["kept-1", "not-archived"],
    ]);
    expect(listed[0]).toMatchObject({
      keptUntil: "2027-12-31T16:00:00.000Z",
      retention: { article: "样例县档案保管期限表" },
    });
    expect(await problemCodeOf((await town.clientOf(police)).listDueErasures({ query: { month } }))).toBe(
      "403 not-allowed",
    );
    const neighbour = { month, county: "330482" };
    expect(await problemCodeOf(asker().listDueErasures({ query: neighbour }))).toBe("404 not-found");
    expect(await problemOf(asker().eraseCase({ params: { caseId: unarchived } }))).toMatchObject({
      ...{ code: "not-erasable", reason: "not-archived" },
    });
  });

  it("go when another person asks for the same, and not before", async () => {
    const params = { caseId };
    expect(await kindsOf(caseId)).toEqual(expect.arrayContaining(["DOCUMENT", "PARTIES", "TERM"]));
    for (let time = 1; time <= 2; time += 1) {
      expect(await problemOf(asker().eraseCase({ params }))).toMatchObject({ code: "second-person-required" });
    }
    expect((await asker().showParties({ params, query: { reason: "样例" } })).status).toBe(200);
    const [paper] = (await asker().listDocuments({ params })).body.documents;
    const { downloadUrl } = (await asker().showDocument({ params: { caseId, documentId: paper?.documentId ?? "" } }))
      .body;
    const { location } = await asker().bindFile({ params, query: { format: "zip", reason: "样例" } });
    bound = bindingAt(location);
    await town.platform.settled({ ignoreDelayed: true });
    expect((await asker().showBinding({ params: bound })).body.state).toBe("done");
    expect((await fetch(downloadUrl)).status).toBe(200);
    await signedWithoutFiling(caseId, paper?.documentId ?? "");
    const { erasure } = (await other().eraseCase({ params })).body;
    expect(erasure).toMatchObject({ class: "agreement", years: 1, article: "样例县档案保管期限表" });
    expect(erasure.endedAt).toBeDefined();
    expect((await fetch(downloadUrl)).status).toBe(403);
    const left = await kindsOf(caseId);
    for (const kind of ["PARTIES", "PARTICULARS", "DOCUMENT", "SIGNING", "PAIR", "TERM"])
      expect(left).not.toContain(kind);
  });

  it("are told apart from what failed, wherever somebody reads them", async () => {
    const params = { caseId };
    const committee = await town.clientOf(villageCommittee);
    for (const read of [
      () => asker().showParties({ params, query: { reason: "样例" } }),
      () => committee.showParties({ params, query: {} }),
      () => asker().listDocuments({ params }),
      () => committee.listDocuments({ params }),
      () => asker().listPapers({ params, query: { reason: "样例" } }),
      () => asker().bindFile({ params, query: { format: "zip", reason: "样例" } }),
      () => asker().showBinding({ params: bound }),
      () => asker().showParticulars({ params, query: {} }),
      () => asker().reopen({ params, version, body: { reason: "new_facts" } }),
    ]) {
      expect(await problemCodeOf(read())).toBe("410 case-erased");
    }
    const { state, possible } = (await committee.showCase({ params })).body;
    expect(state).toMatchObject({ status: "archived", erasure: { class: "agreement" } });
    expect(possible).toEqual([]);
    expect((await committee.showResult({ params, query: {} })).status).toBe(200);
    expect((await asker().searchCases({ body: { number: "erased-1" } })).body.cases).toHaveLength(1);
    const found = (await asker().searchCases({ body: { name: "张样例" } })).body.cases;
    expect(found.map((one) => one.caseId)).not.toContain(caseId);
    expect(found.map((one) => one.caseId)).toContain(broken);
  });

  it("keep their history whole, and the figures as they were", async () => {
    const params = { caseId };
    const { entries } = (await asker().showHistory({ params })).body;
    for (const entry of entries) expect(hashOf(caseId, entry.previousHash, asHashed(entry))).toBe(entry.hash);
    expect(entries.slice(-2).map(({ type }) => type)).toEqual(["case.erasure_begun", "case.erased"]);
    expect(entries.at(-2)?.by).toMatchObject({ officer: "样例乙" });
    expect((await asker().verifyCase({ params })).body).toMatchObject({ whole: true });
    expect((await asker().recountTallies({ query: { month } })).body).toMatchObject({ differences: [] });
    const { body } = await town.operator.listAccess({ params: { organisationId: bureau }, query: {} });
    const logged = body.entries.find(({ act }) => act === "case-erased");
    expect(logged).toMatchObject({ about: caseId, by: { officer: "样例乙" }, askedBy: { officer: "样例甲" } });
    expect((await asker().verifyAccess({ params: { organisationId: bureau } })).body).toMatchObject({ whole: true });
  });

  it("keep their number, and no hash by which what was sent could be guessed", async () => {
    const sent = (await storedItems(town.platform)).filter((one) => one.sk === "REFERRAL" && one["caseId"] === caseId);
    expect(sent.map((one) => one["fingerprint"])).toEqual(["erased"]);
    const referrer = await town.clientOf(police);
    const again = (number: string) => referrer.submitReferral({ body: villageQuarrel(number) });
    expect((await again("erased-3")).body.caseId).toBe(unarchived);
    expect(await problemCodeOf(again("erased-1"))).toBe("409 source-number-conflict");
  });

  it("say so when they are erased again, and need nobody else for that", async () => {
    const params = { caseId };
    const before = (await asker().showCase({ params })).body;
    expect((await asker().eraseCase({ params })).body.erasure).toEqual(
      before.state.status === "archived" && before.state.erasure,
    );
    expect((await asker().showCase({ params })).body.version).toBe(before.version);
    expect((await due()).map((one) => one.caseId)).not.toContain(caseId);
  });

  it("are not erased apart from the case in which they went on", async () => {
    expect(await problemOf(asker().eraseCase({ params: { caseId: joined } }))).toMatchObject({
      ...{ code: "joined-case", mergedInto: broken },
    });
  });

  it("are read by nobody once it has begun, though all of it is still there", async () => {
    const params = { caseId: begun };
    const query = { reason: "样例" };
    const told = async () =>
      JSON.stringify([(await asker().showHistory({ params })).body, (await asker().showCase({ params })).body]);
    const found = async () =>
      (await asker().searchCases({ body: { name: "张样例" } })).body.cases.map((one) => one.caseId);
    const row = async () => {
      const { bytes } = await asker().download("exportCases", "text/csv", {
        query: { month, format: "csv", reason: "样例" },
      });
      return new TextDecoder()
        .decode(bytes)
        .split("\r\n")
        .find((line) => line.includes(begun));
    };
    const [paper] = (await asker().listDocuments({ params })).body.documents;
    expect((await told()).split(saidOnce).length).toBeGreaterThan(2);
    expect(await found()).toContain(begun);
    expect(await row()).toContain("张样例");
    await problemCodeOf(asker().eraseCase({ params }));
    town.platform.setFault(({ functionName, operation }) =>
      functionName === "Office" && ["DeleteItem", "DeleteObject"].includes(operation) ? injected : "pass",
    );
    expect(await problemCodeOf(other().eraseCase({ params }))).toMatch(/^50/);
    town.platform.setFault(undefined);
    for (const caseId of [begun, begunPart]) {
      expect(await kindsOf(caseId)).toContain("PARTIES");
      const { state } = (await asker().showCase({ params: { caseId } })).body;
      expect(state).toMatchObject({ erasure: { begunAt: expect.any(String) } });
      expect(await problemCodeOf(asker().showParties({ params: { caseId }, query }))).toBe("410 case-erased");
      expect(await found()).not.toContain(caseId);
    }
    const documentId = paper?.documentId ?? "";
    expect(await problemCodeOf(asker().showDocument({ params: { caseId: begun, documentId } }))).toBe(
      "410 case-erased",
    );
    expect(await told()).not.toContain(saidOnce);
    expect(await row()).not.toContain("张样例");
    expect((await due()).find(({ caseId }) => caseId === begun)).toHaveProperty("begunAt");
  });

  it("go on where they stopped: a file that stays keeps back itself alone", async () => {
    const params = { caseId: begun };
    const papers = async () => (await itemsOf(begun)).filter(({ sk }) => sk.startsWith("DOCUMENT#"));
    const { length } = await papers();
    expect(length).toBeGreaterThan(1);
    // The client asks again by itself: the one that stays stays until the fault is over.
    let files = 0;
    town.platform.setFault(({ operation }) => {
      if (operation === "DeleteObject") files += 1;
      return operation === "DeleteObject" && (files === 1 || files > length) ? injected : "pass";
    });
    expect(await problemCodeOf(asker().eraseCase({ params }))).toMatch(/^50/);
    town.platform.setFault(undefined);
    expect(await papers()).toHaveLength(1);
    expect((await asker().eraseCase({ params })).status).toBe(200);
    expect(await papers()).toEqual([]);
  });

  it("come to their end by asking again, wherever it broke off", async () => {
    const params = { caseId: broken };
    await problemCodeOf(asker().eraseCase({ params }));
    const isOfErasure = ({ functionName }: Parameters<FaultHook>[0]) => functionName === "Office";
    let calls = 0;
    let failing = 0;
    for (let point = 1; point < 60; point += 1) {
      calls = 0;
      town.platform.setFault((call) => {
        if (!isOfErasure(call) || !["TransactWriteItems", "DeleteItem", "DeleteObject"].includes(call.operation))
          return "pass";
        calls += 1;
        return calls >= point ? injected : "pass";
      });
      const answer = await other()
        .eraseCase({ params })
        .then(
          ({ status }) => status,
          (error) => error.status,
        );
      town.platform.setFault(undefined);
      if (answer === 200) break;
      failing += 1;
      if ((await kindsOf(broken)).includes("PARTIES") === false)
        expect(await problemCodeOf(asker().showParties({ params, query: { reason: "样例" } }))).toBe("410 case-erased");
    }
    expect(failing).toBeGreaterThan(3);
    expect((await asker().showCase({ params })).body.state).toMatchObject({ erasure: { endedAt: expect.any(String) } });
    const left = await kindsOf(broken);
    for (const kind of ["PARTIES", "DOCUMENT", "PAIR", "TERM"]) expect(left).not.toContain(kind);
    expect((await asker().verifyCase({ params })).body).toMatchObject({ whole: true });
    // The case that was merged into it went with it.
    expect(await kindsOf(joined)).not.toContain("PARTIES");
    const part = (await asker().showCase({ params: { caseId: joined } })).body.state;
    expect(part).toMatchObject({ outcome: "merged", erasure: { endedAt: expect.any(String) } });
    expect(
      await problemCodeOf(
        asker().unmerge({ params: { caseId: joined }, version, body: { reason: "not_the_same_dispute" } }),
      ),
    ).toBe("410 case-erased");
    expect((await asker().verifyCase({ params: { caseId: joined } })).body).toMatchObject({ whole: true });
  });
});
