import { randomUUID } from "node:crypto";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { expect, it } from "vitest";
import type { Referral } from "../../shared/domain/case.ts";
import { fingerprint } from "../../shared/dynamo/case-items.ts";
import { listCases } from "../../shared/dynamo/case-lists.ts";
import { loadCase, loadHistory, loadParties } from "../../shared/dynamo/case-store.ts";
import { referralKey } from "../../shared/dynamo/keys.ts";
import { follow, readingsOf } from "../../shared/dynamo/links.ts";
import { recordRead } from "../../shared/dynamo/reading-store.ts";
import { VersionConflict } from "../../shared/dynamo/version-conflict.ts";
import { sendAgain } from "../../shared/runtime/send-again.ts";
import { dispute, justiceBureau, police, referral, whenSubmitted } from "../support/cases.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation, contextOf, issue, sealedParties, stored, submit } from "../support/stored-cases.ts";

await onEachEngine("creating a case", (rig) => {
  it("is one call that stores the case, its first event and its parties", async () => {
    const created = await submit(rig.table);
    expect(rig.figures().calls).toEqual({ TransactWriteItems: 1 });
    if (created.outcome !== "created") throw new Error(created.outcome);
    const { caseId } = created.stored.state;
    expect(await loadCase(rig.table, caseId)).toEqual(created.stored);
    expect(await loadParties(rig.table, caseId)).toEqual(sealedParties);
    expect((await loadHistory(rig.table, caseId)).map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, "case.submitted"],
    ]);
  });

  it("answers a repeat of number and content with the first case, and stores nothing", async () => {
    const referral = { sourceNumber: randomUUID() };
    const first = await stored(rig.table, { referral });
    const again = randomUUID();
    expect(await submit(rig.table, { referral, caseId: again })).toEqual({
      outcome: "repeated",
      caseId: first.state.caseId,
    });
    expect(await loadCase(rig.table, again)).toBeUndefined();
    expect(await loadParties(rig.table, again)).toBeUndefined();
    expect(await loadHistory(rig.table, again)).toEqual([]);
  });

  it("answers the same number with other content as a conflict with the first case", async () => {
    const referral = { sourceNumber: randomUUID() };
    const first = await stored(rig.table, { referral });
    expect(await submit(rig.table, { referral, content: "other content" })).toEqual({
      outcome: "conflicting",
      caseId: first.state.caseId,
    });
    expect(await loadCase(rig.table, first.state.caseId)).toEqual(first);
  });

  it("stores nothing at all when the case's own id is taken", async () => {
    const { state } = await stored(rig.table);
    const referral = { sourceNumber: randomUUID() };
    await expect(submit(rig.table, { referral, caseId: state.caseId })).rejects.toThrow(TransactionCanceledException);
    expect(await submit(rig.table, { referral })).toMatchObject({ outcome: "created" });
  });

  it("makes exactly one case of twelve submissions at once", async () => {
    const referral = { sourceNumber: randomUUID() };
    const caseIds = Array.from({ length: 12 }, () => randomUUID());
    const settled = await Promise.allSettled(caseIds.map((caseId) => submit(rig.table, { referral, caseId })));
    const answers = settled.map((each) => (each.status === "fulfilled" ? each.value.outcome : each.reason));
    expect(answers.filter((answer) => answer === "created")).toHaveLength(1);
    const others = answers.filter((answer) => answer !== "created" && answer !== "repeated");
    expect(others, "told to come again").toEqual(others.map(() => expect.any(VersionConflict)));
    const found = await Promise.all(caseIds.map((caseId) => loadCase(rig.table, caseId)));
    expect(found.filter((each) => each !== undefined)).toHaveLength(1);
  });

  it("asks to come again while another call submits the same number", async () => {
    const CancellationReasons = [{ Code: "TransactionConflict" }, { Code: "None" }, { Code: "None" }, { Code: "None" }];
    const conflict = new TransactionCanceledException({ message: "", $metadata: {}, CancellationReasons });
    const referral = { sourceNumber: randomUUID() };
    rig.failNextWrite(conflict);
    await expect(submit(rig.table, { referral })).rejects.toThrow(VersionConflict);
    expect(await submit(rig.table, { referral })).toMatchObject({ outcome: "created" });
  });

  it("keeps agencies and numbers apart, whatever characters a number holds", async () => {
    const agencyId = anyOrganisation("police");
    const numbers = ["7", "7#", "#7", "7/1", "7%2F1", "7%231", "7#1", "7 1", "7+1", "（2026）浙0483民初7号", "7🏠"];
    const senders = numbers.map((sourceNumber) => ({ agencyId, sourceNumber }));
    // An agency whose name ends as another's number begins must not meet it in one key.
    senders.push({ agencyId: `${agencyId}-7`, sourceNumber: "7" }, { agencyId, sourceNumber: "-7#7" });
    const parts = senders.map((sent) => referralKey(sent.agencyId, sent.sourceNumber).pk.split("#"));
    expect(
      parts.map(({ length }) => length),
      "no number adds a part to its key",
    ).toEqual(senders.map(() => 3));
    const first = await Promise.all(senders.map((referral) => stored(rig.table, { referral })));
    const again = await Promise.all(senders.map((referral) => submit(rig.table, { referral })));
    expect(again).toEqual(first.map(({ state }) => ({ outcome: "repeated", caseId: state.caseId })));
    const blank = await submit(rig.table, { referral: { agencyId, sourceNumber: "7\n" } });
    expect(blank, "blanks make no other number").toEqual(again[0]);
  });
});

await onEachEngine("sending a number again", (rig) => {
  const again = async (referral: Partial<Referral>, content: string, caseId = randomUUID()) => {
    const context = contextOf({ ...police, organisationId: referral.agencyId ?? police.organisationId });
    const sent = { ...submission, ...referral };
    const creating = { context, fingerprint: fingerprint(content), parties: sealedParties, match };
    const made = await sendAgain(rig.table, { caseId, sourceNumber: sent.sourceNumber }, creating, (resentFrom) =>
      whenSubmitted(
        { caseId, county: "330483", track: "people", referral: { ...sent, resentFrom }, dispute: dispute() },
        context.by,
      ),
    );
    return made.outcome === "created" ? { outcome: "created", caseId: made.stored.state.caseId } : made;
  };
  const match = { partyHashes: [], pairs: [] };
  const submission = referral();

  /** A recalled case of a station that no other test knows. */
  async function recalledCase() {
    const sent = { agencyId: anyOrganisation("police"), sourceNumber: randomUUID() };
    const first = await stored(rig.table, { referral: sent });
    const by = { ...police, organisationId: sent.agencyId };
    const over = await issue(rig.table, first, { type: "recall", reason: "sent_by_mistake" }, by);
    return { sent, by, over, caseId: first.state.caseId };
  }

  it("is the first case while the content is the same, and a conflict while the case stands", async () => {
    const sent = { agencyId: anyOrganisation("police"), sourceNumber: randomUUID() };
    const { state } = await stored(rig.table, { referral: sent });
    expect(await again(sent, "the same content")).toEqual({ outcome: "repeated", caseId: state.caseId });
    expect(await again(sent, "corrected")).toEqual({ outcome: "conflicting", caseId: state.caseId });
    expect(await loadHistory(rig.table, state.caseId)).toHaveLength(1);
  });

  it("makes a new case once the old one was recalled; the two name each other", async () => {
    const { sent, caseId } = await recalledCase();
    const second = await again(sent, "corrected");
    if (second.outcome !== "created") throw new Error(second.outcome);
    const [made, old] = await Promise.all([second.caseId, caseId].map((id) => loadCase(rig.table, id)));
    expect(made?.state).toMatchObject({ status: "submitted", linked: [caseId], referrals: [{ resentFrom: caseId }] });
    expect(old?.state).toMatchObject({ status: "closed", referrals: [{ resentAs: second.caseId }] });
    const last = (await loadHistory(rig.table, caseId)).at(-1);
    expect(last).toMatchObject({ type: "referral.sent_again", data: { ...sent, caseId: second.caseId } });
  });

  it("lists both cases for the referrer, and finds each by its own content", async () => {
    const { sent, caseId } = await recalledCase();
    const second = await again(sent, "corrected");
    const { cases } = await listCases(rig.table, { organisationId: sent.agencyId, as: "sender", limit: 10 });
    expect(cases.map((one) => one.caseId).sort()).toEqual([caseId, second.caseId].sort());
    expect(await again(sent, "the same content"), "late").toEqual({ outcome: "repeated", caseId });
    expect(await again(sent, "corrected")).toEqual({ outcome: "repeated", caseId: second.caseId });
    expect(await again(sent, "corrected once more")).toEqual({ outcome: "conflicting", caseId: second.caseId });
  });

  it("can be done a third time, and the first two are still found", async () => {
    const { sent, by, caseId } = await recalledCase();
    const second = await again(sent, "corrected");
    const standing = await loadCase(rig.table, second.caseId);
    if (standing === undefined) throw new Error("the second case is gone");
    await issue(rig.table, standing, { type: "recall", reason: "sent_by_mistake" }, by);
    const third = await again(sent, "corrected once more");
    expect(third.outcome).toBe("created");
    expect(await again(sent, "the same content")).toEqual({ outcome: "repeated", caseId });
    expect(await again(sent, "corrected")).toEqual({ outcome: "repeated", caseId: second.caseId });
    const { cases } = await listCases(rig.table, { organisationId: sent.agencyId, as: "sender", limit: 10 });
    expect(cases.map((one) => one.caseId).sort()).toEqual([caseId, second.caseId, third.caseId].sort());
  });

  it("makes one case of two that say the same at once", async () => {
    const { sent, caseId } = await recalledCase();
    const both = await Promise.all([again(sent, "corrected"), again(sent, "corrected")]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(["created", "repeated"]);
    expect(new Set(both.map((one) => one.caseId)).size).toBe(1);
    const types = (await loadHistory(rig.table, caseId)).map(({ type }) => type);
    expect(types.filter((type) => type === "referral.sent_again")).toHaveLength(1);
  });

  it("lets the first of two that differ stand", async () => {
    const { sent } = await recalledCase();
    const both = await Promise.all([again(sent, "corrected"), again(sent, "otherwise")]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(["conflicting", "created"]);
    expect(new Set(both.map((one) => one.caseId)).size).toBe(1);
  });

  it("comes too late where the case is reopened at that moment, or wins and bars it", async () => {
    const { sent, over } = await recalledCase();
    const reopening = issue(rig.table, over, { type: "reopen", reason: "new_facts" }, justiceBureau).then(
      () => "reopened",
      () => "barred",
    );
    const [made, opened] = await Promise.all([again(sent, "corrected"), reopening]);
    expect([made.outcome, opened]).toBeOneOf([
      ["created", "barred"],
      ["conflicting", "reopened"],
    ]);
  });
});

await onEachEngine("reading the parties", (rig) => {
  it("gives nothing once they are erased", async () => {
    expect(await loadParties(rig.table, randomUUID())).toBeUndefined();
  });

  it("is recorded beside the case, one record a reading, and leaves history and parties alone", async () => {
    const { state } = await stored(rig.table);
    const reading = { caseId: state.caseId, at: "2026-03-03T02:00:00.000Z", organisationId: "pmc-330483100" };
    await recordRead(rig.table, { ...reading, officer: "Li" });
    await recordRead(rig.table, reading);
    const { at, organisationId } = reading;
    const items = (await rig.itemsUnder(`CASE#${state.caseId}`)).filter(({ sk }) => String(sk).startsWith("READ"));
    expect(items).toMatchObject([
      { sk: `READ#${at}#00000001`, at, organisationId, officer: "Li", sequence: 1 },
      { sk: `READ#${at}#00000002`, at, organisationId, sequence: 2 },
      { sk: "READINGS", sequence: 2 },
    ]);
    expect(items[1]).not.toHaveProperty("officer");
    const chain = readingsOf(state.caseId);
    expect(follow(chain, items)).toMatchObject({ length: 2, broken: [] });
    expect(follow(chain, items.toSpliced(1, 1)).broken, "the last is gone").toEqual([2]);
    expect(follow(chain, items.toSpliced(0, 1)).broken, "the first is gone").toContain(1);
    expect(follow(chain, items.slice(0, 2)).broken, "the end is gone").toEqual([3]);
    expect(await loadHistory(rig.table, state.caseId)).toHaveLength(1);
    expect(await loadParties(rig.table, state.caseId)).toEqual(sealedParties);
  });
});
