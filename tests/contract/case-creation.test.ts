import { randomUUID } from "node:crypto";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { expect, it } from "vitest";
import { loadCase, loadHistory, loadParties, recordRead, VersionConflict } from "../../shared/dynamo/case-store.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation, sealedParties, stored, submit } from "../support/stored-cases.ts";

await onEachEngine("creating a case", (bench) => {
  it("is one call that stores the case, its first event and its parties", async () => {
    const created = await submit(bench.table);
    expect(bench.figures().calls).toEqual({ TransactWriteItems: 1 });
    if (created.outcome !== "created") throw new Error(created.outcome);
    const { caseId } = created.stored.state;
    expect(await loadCase(bench.table, caseId)).toEqual(created.stored);
    expect(await loadParties(bench.table, caseId)).toEqual(sealedParties);
    expect((await loadHistory(bench.table, caseId)).map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, "case.submitted"],
    ]);
  });

  it("answers a repeat of number and content with the first case, and stores nothing", async () => {
    const referral = { sourceNumber: randomUUID() };
    const first = await stored(bench.table, { referral });
    const again = randomUUID();
    expect(await submit(bench.table, { referral, caseId: again })).toEqual({
      outcome: "repeated",
      caseId: first.state.caseId,
    });
    expect(await loadCase(bench.table, again)).toBeUndefined();
    expect(await loadParties(bench.table, again)).toBeUndefined();
    expect(await loadHistory(bench.table, again)).toEqual([]);
  });

  it("answers the same number with other content as a conflict with the first case", async () => {
    const referral = { sourceNumber: randomUUID() };
    const first = await stored(bench.table, { referral });
    expect(await submit(bench.table, { referral, content: "other content" })).toEqual({
      outcome: "conflicting",
      caseId: first.state.caseId,
    });
    expect(await loadCase(bench.table, first.state.caseId)).toEqual(first);
  });

  it("stores nothing at all when the case's own id is taken", async () => {
    const { state } = await stored(bench.table);
    const referral = { sourceNumber: randomUUID() };
    await expect(submit(bench.table, { referral, caseId: state.caseId })).rejects.toThrow(TransactionCanceledException);
    expect(await submit(bench.table, { referral })).toMatchObject({ outcome: "created" });
  });

  it("makes exactly one case of twelve submissions at once", async () => {
    const referral = { sourceNumber: randomUUID() };
    const caseIds = Array.from({ length: 12 }, () => randomUUID());
    const settled = await Promise.allSettled(caseIds.map((caseId) => submit(bench.table, { referral, caseId })));
    const answers = settled.map((each) => (each.status === "fulfilled" ? each.value.outcome : each.reason));
    expect(answers.filter((answer) => answer === "created")).toHaveLength(1);
    const others = answers.filter((answer) => answer !== "created" && answer !== "repeated");
    expect(others, "told to come again").toEqual(others.map(() => expect.any(VersionConflict)));
    const found = await Promise.all(caseIds.map((caseId) => loadCase(bench.table, caseId)));
    expect(found.filter((each) => each !== undefined)).toHaveLength(1);
  });

  it("asks to come again while another call submits the same number", async () => {
    const CancellationReasons = [{ Code: "TransactionConflict" }, { Code: "None" }, { Code: "None" }, { Code: "None" }];
    const conflict = new TransactionCanceledException({ message: "", $metadata: {}, CancellationReasons });
    const referral = { sourceNumber: randomUUID() };
    bench.failNextWrite(conflict);
    await expect(submit(bench.table, { referral })).rejects.toThrow(VersionConflict);
    expect(await submit(bench.table, { referral })).toMatchObject({ outcome: "created" });
  });

  it("keeps agencies and numbers apart, whatever characters a number holds", async () => {
    const agencyId = anyOrganisation("police");
    const numbers = [
      "7",
      "7#",
      "#7",
      "7/1",
      "7%2F1",
      "7%231",
      "7#1",
      "7 1",
      "7+1",
      "（2026）浙0483民初7号",
      "7🏠",
      "7\n",
    ];
    const senders = numbers.map((sourceNumber) => ({ agencyId, sourceNumber }));
    // An agency whose name ends as another's number begins must not meet it in one key.
    senders.push({ agencyId: `${agencyId}-7`, sourceNumber: "7" }, { agencyId, sourceNumber: "-7#7" });
    const first = await Promise.all(senders.map((referral) => stored(bench.table, { referral })));
    const again = await Promise.all(senders.map((referral) => submit(bench.table, { referral })));
    expect(again).toEqual(first.map(({ state }) => ({ outcome: "repeated", caseId: state.caseId })));
  });
});

await onEachEngine("reading the parties", (bench) => {
  it("gives nothing once they are erased", async () => {
    expect(await loadParties(bench.table, randomUUID())).toBeUndefined();
  });

  it("is recorded beside the case, one record a reading, and leaves history and parties alone", async () => {
    const { state } = await stored(bench.table);
    const reading = { caseId: state.caseId, at: "2026-03-03T02:00:00.000Z", organisationId: "pmc-330483100" };
    await recordRead(bench.table, { ...reading, readId: "1", officer: "Li" });
    await recordRead(bench.table, { ...reading, readId: "2" });
    const { at, organisationId } = reading;
    const key = { pk: `CASE#${state.caseId}`, at, organisationId };
    const items = await bench.itemsUnder(key.pk);
    expect(items.filter(({ sk }) => String(sk).startsWith("READ"))).toEqual([
      { ...key, sk: `READ#${at}#1`, officer: "Li" },
      { ...key, sk: `READ#${at}#2` },
    ]);
    expect(await loadHistory(bench.table, state.caseId)).toHaveLength(1);
    expect(await loadParties(bench.table, state.caseId)).toEqual(sealedParties);
  });
});
