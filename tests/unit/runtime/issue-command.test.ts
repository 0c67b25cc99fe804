import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { itemsAfter, type StoredCase } from "../../../shared/dynamo/case-items.ts";
import { VersionConflict } from "../../../shared/dynamo/version-conflict.ts";
import { type CaseStore, caseStore, contextOf, issueCommand } from "../../../shared/runtime/issue-command.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { accepted, calendars, caseId, now, offered, rules, town, with2027, withFacts } from "../../support/cases.ts";

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const waiting: StoredCase = { version: 2, head: "", state: offered() };
const taken: StoredCase = { version: 3, head: "", state: accepted() };
const ask = { by: town, at: now };
const accept = withFacts({ type: "accept" });

/** A store that shows these one after the other, the last of them for ever, and refuses so many writes. */
function storeOf(shown: readonly (StoredCase | undefined)[], conflicts = 0) {
  const reads = [...shown];
  let appended = 0;
  const store: CaseStore = {
    load: async () => (reads.length > 1 ? reads.shift() : reads[0]),
    append: async (changes) => {
      appended += 1;
      if (appended <= conflicts) throw new VersionConflict("somebody else was faster");
      return changes.map(({ before, newEvents, context }) => itemsAfter(before, newEvents, context).after);
    },
    history: async () => [],
    opened: async (_, event) => event,
    calendars: async () => calendars,
    law: async () => rules,
  };
  return { store, appended: () => appended };
}

describe("a command", () => {
  it("on a case that stands where it is expected is done", async () => {
    const { store } = storeOf([waiting]);
    const issued = await issueCommand(store, caseId, accept, { ...ask, expectedVersions: [2] });
    expect(issued).toMatchObject({
      outcome: "done",
      stored: { version: 3, state: { status: "accepted" } },
      newEvents: [{ type: "assignment.accepted" }],
    });
  });

  it("on no case finds nothing", async () => {
    const missing = storeOf([undefined]);
    expect(await issueCommand(missing.store, caseId, accept, ask)).toEqual({ outcome: "not-found" });
  });

  it("decided on a version that is gone is stale, and writes nothing", async () => {
    const { store, appended } = storeOf([waiting]);
    const issued = await issueCommand(store, caseId, accept, { ...ask, expectedVersions: [1] });
    expect(issued).toEqual({ outcome: "stale", stored: waiting });
    expect(appended()).toBe(0);
  });

  it("that repeats what stands changes nothing, even when it was decided on a version that is gone", async () => {
    const { store, appended } = storeOf([taken]);
    const unchanged = { outcome: "unchanged", stored: taken, newEvents: [] };
    expect(await issueCommand(store, caseId, accept, ask)).toEqual(unchanged);
    expect(await issueCommand(store, caseId, accept, { ...ask, expectedVersions: [2] })).toEqual(unchanged);
    expect(appended()).toBe(0);
  });

  it("is decided again on what stands after somebody else's write", async () => {
    const { store, appended } = storeOf([waiting, taken], 1);
    expect(await issueCommand(store, caseId, accept, ask)).toMatchObject({ outcome: "unchanged", stored: taken });
    expect(appended()).toBe(1);
  });

  it("is tried eight times, and then fails as the conflict it met", async () => {
    const { store, appended } = storeOf([waiting], 8);
    await expect(issueCommand(store, caseId, accept, ask)).rejects.toThrow(VersionConflict);
    expect(appended()).toBe(8);
    const seven = storeOf([waiting], 7);
    expect(await issueCommand(seven.store, caseId, accept, ask)).toMatchObject({ outcome: "done" });
  });

  it("is not tried again after any other failure", async () => {
    let tries = 0;
    const load = async () => {
      tries += 1;
      throw new Error("the table is away");
    };
    await expect(issueCommand({ ...storeOf([]).store, load }, caseId, accept, ask)).rejects.toThrow("is away");
    expect(tries).toBe(1);
  });

  it("is decided with the document that it came with", async () => {
    let documentId: string | undefined;
    const store: CaseStore = {
      ...storeOf([waiting]).store,
      append: async (changes) => {
        documentId = changes[0]?.context.documentId;
        return changes.map(({ before, newEvents, context }) => itemsAfter(before, newEvents, context).after);
      },
    };
    await issueCommand(store, caseId, accept, { ...ask, documentId: "document-1" });
    expect(documentId).toBe("document-1");
  });
});

describe("the calendars in force", () => {
  const [loaded] = with2027.slice(-1);
  /** A table of its own name, so that nothing of it is remembered, with one loaded calendar. */
  const tableNamed = (name: string) => {
    const { table, calls } = answeringTable(({ operation }) =>
      operation === "Query" ? { Items: [{ calendar: loaded, pending: [], loadedAt: now }] } : {},
    );
    // The days that the county and its province add are read beside.
    return { table: { ...table, name }, calls: () => calls.filter(({ operation }) => operation === "Query") };
  };
  const inForce = async (table: Parameters<typeof contextOf>[0]) =>
    (await contextOf(table, { rulePack: rules.version, county: "330483" }, ask)).calendars;

  it("are the bundled ones and those loaded, and a decision rests on them and the case's own pack", async () => {
    const { table } = tableNamed("calendars-1");
    expect(await contextOf(table, { rulePack: rules.version, county: "330483" }, ask)).toEqual({
      ...ask,
      rules,
      calendars: with2027,
    });
    expect(await caseStore(table).calendars("330483")).toEqual(with2027);
  });

  it("are looked up once a minute, for each table", async () => {
    const clock = vi.spyOn(Date, "now");
    const { table, calls } = tableNamed("calendars-2");
    for (const at of [1_000_000, 1_059_999]) {
      clock.mockReturnValue(at);
      await inForce(table);
    }
    expect(calls()).toHaveLength(1);
    clock.mockReturnValue(1_060_000);
    await inForce(table);
    expect(calls()).toHaveLength(2);
    const other = tableNamed("calendars-3");
    await inForce(other.table);
    expect(other.calls()).toHaveLength(1);
  });

  it("are looked up again when the clock was put back by a minute", async () => {
    const clock = vi.spyOn(Date, "now").mockReturnValue(1_000_000);
    const { table, calls } = tableNamed("calendars-4");
    await inForce(table);
    clock.mockReturnValue(940_000);
    await inForce(table);
    expect(calls()).toHaveLength(2);
  });
});
