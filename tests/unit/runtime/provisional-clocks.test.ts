import { afterEach, expect, it, vi } from "vitest";
import type { StoredCase } from "../../../shared/dynamo/case-items.ts";
import { itemsAfter } from "../../../shared/dynamo/case-items.ts";
import { VersionConflict } from "../../../shared/dynamo/version-conflict.ts";
import { type CaseStore, issueCommand } from "../../../shared/runtime/issue-command.ts";
import { calendars, caseId, offered, rules, town, with2027, withFacts } from "../../support/cases.ts";

afterEach(() => vi.restoreAllMocks());

/** A store of one case, with the calendars that are loaded. */
function storeOf(first: StoredCase, loaded: typeof calendars): CaseStore {
  let stored = first;
  return {
    load: async () => stored,
    append: async (changes) => {
      for (const { before, newEvents, context } of changes) stored = itemsAfter(before, newEvents, context).after;
      return [stored];
    },
    history: async () => [],
    opened: async (_, event) => event,
    calendars: async () => loaded,
    law: async () => rules,
  };
}

const inDecember = "2026-12-14T02:00:00.000Z";
const waiting: StoredCase = { version: 2, head: "", state: offered({ clocks: [] }) };
const lines = (store: CaseStore) => async () => {
  const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await issueCommand(store, caseId, withFacts({ type: "accept" }), { by: town, at: inDecember });
  await issueCommand(store, caseId, withFacts({ type: "seek-consent" }), { by: town, at: inDecember });
  return log.mock.calls.map(([line]) => JSON.parse(String(line)));
};

it("says once that a clock reaches into a year whose calendar is not loaded, for the alarm that listens", async () => {
  expect(await lines(storeOf(waiting, calendars))()).toEqual([
    { unit: "provisional-clock", outcome: "ok", caseId, version: 3, count: 1 },
  ]);
});

it("says nothing of a clock whose years are all loaded", async () => {
  expect(await lines(storeOf(waiting, with2027))()).toEqual([]);
});

it("decides on a case that was loaded already without reading it, and reads it again once it has moved on", async () => {
  const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const store = storeOf(waiting, with2027);
  const load = vi.spyOn(store, "load");
  const append = vi.spyOn(store, "append");
  const ask = { by: town, at: inDecember, loaded: waiting };
  expect(await issueCommand(store, caseId, withFacts({ type: "accept" }), ask)).toMatchObject({ outcome: "done" });
  expect(load).not.toHaveBeenCalled();
  append.mockRejectedValueOnce(new VersionConflict("moved on"));
  expect(await issueCommand(store, caseId, withFacts({ type: "accept" }), ask)).toMatchObject({ outcome: "unchanged" });
  expect(load).toHaveBeenCalledOnce();
  expect(log).not.toHaveBeenCalled();
});
