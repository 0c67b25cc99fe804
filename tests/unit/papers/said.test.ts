import { describe, expect, it } from "vitest";
import type { CaseEvent, NewEvent } from "../../../shared/domain/events.ts";
import type { Particulars } from "../../../shared/domain/particulars.ts";
import { textsOf } from "../../../shared/papers/blocks.ts";
import { layPaper } from "../../../shared/papers/forms.ts";
import { type AllSaid, type Occasions, saidOf } from "../../../shared/papers/said.ts";
import { monday, now, performing, town } from "../../support/cases.ts";
import { paperFacts } from "../../support/paper-facts.ts";

const happened = (sequence: number, event: NewEvent): CaseEvent => ({ sequence, at: now, by: town, ...event });
const session = (sequence: number, time: string) =>
  happened(sequence, { type: "session.held", data: { heldAt: monday(time) } });
const twice = [session(5, "05:00"), session(8, "06:00")];
const visited = happened(12, { type: "visit.made", data: { visitedOn: "2026-03-03" } });

const all = (...said: [number | undefined, Particulars][]): AllSaid => new Map(said);
const record = (text: string): Particulars => ({ session: { record: text } });
const recorded = (said: AllSaid, which: Occasions = {}, history = twice) =>
  saidOf(said, history, which).session?.record;

describe("the record of a session", () => {
  const both = all([5, record("first")], [8, record("second")]);

  it("is its own, that of the last one where none is named", () => {
    expect(recorded(both)).toBe("second");
    expect(recorded(both, { session: 1 })).toBe("first");
    expect(recorded(both, { session: 3 })).toBeUndefined();
  });

  it("is not that of the session before, where nothing was said of it", () => {
    expect(recorded(all([5, record("first")]))).toBeUndefined();
  });

  it("begins with what was said before there was a session, field by field", () => {
    const early = all([0, { session: { place: "room", record: "draft" } }], [5, record("first")]);
    expect(saidOf(early, []).session).toEqual({ place: "room", record: "draft" });
    expect(saidOf(early, twice, { session: 1 }).session).toEqual({ place: "room", record: "first" });
    expect(recorded(early), "of the second").toBeUndefined();
  });

  it("that an earlier release kept of the whole case is of the only session, until that has its own", () => {
    const kept = all([undefined, { copies: 3, ...record("kept") }]);
    const once = twice.slice(0, 1);
    expect(saidOf(kept, once)).toEqual({ copies: 3, ...record("kept") });
    expect(saidOf(kept, twice), "of which of them nobody knows").toEqual({ copies: 3 });
    expect(saidOf(kept, twice, {}, "of-the-last")).toEqual({ copies: 3, ...record("kept") });
    expect(saidOf(kept, twice, { session: 1 })).toEqual({ copies: 3 });
    expect(recorded(kept, {}, [])).toBe("kept");
    expect(recorded(all([undefined, record("kept")], [8, record("own")]))).toBe("own");
  });
});

describe("the papers of single events", () => {
  const textOf = (kind: "mediation_record" | "visit_record", which: Occasions, said: AllSaid): string => {
    const history = [...twice, visited];
    const facts = paperFacts({ state: performing(), history, said: saidOf(said, history, which), which });
    return textsOf(layPaper(kind, facts).layout.blocks).join("\n");
  };

  it("show the time and the record of the session that is asked for", () => {
    const said = all([5, record("first")], [8, record("second")]);
    const [first, last] = [textOf("mediation_record", { session: 1 }, said), textOf("mediation_record", {}, said)];
    expect([first.includes("13时00分"), first.includes("first")]).toEqual([true, true]);
    expect([last.includes("14时00分"), last.includes("second")]).toEqual([true, true]);
  });

  it("show what a visit found, though the history does not tell it", () => {
    const text = textOf("visit_record", { visit: 1 }, all([12, { visit: { visitor: "周样例", finding: "双方和好" } }]));
    expect(text).toContain("双方和好");
    expect(text).toContain("周样例");
  });

  it("name what they lack with the step at which it is said, as long as that is to come", () => {
    const steps = (history: readonly CaseEvent[]) =>
      layPaper("mediation_record", paperFacts({ history })).missing.map(({ field, step }) => `${step}: ${field}`);
    expect(steps([])).toContain("record-session: session.record");
    expect(steps(twice)).toContain("say-particulars: session.record");
  });
});
