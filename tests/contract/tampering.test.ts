import { expect, it } from "vitest";
import { besideOf, hashOf, readEvent } from "../../shared/dynamo/case-items.ts";
import { caseKey } from "../../shared/dynamo/keys.ts";
import { recordRead } from "../../shared/dynamo/reading-store.ts";
import { followCase } from "../../shared/records/follow.ts";
import { verifyCase } from "../../shared/runtime/verify-records.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { advance, stored } from "../support/stored-cases.ts";

type Item = Record<string, unknown>;
const tries = 2_500;

/** The same numbers in every run. */
const random = (() => {
  let state = 20261;
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
})();
const oneOf = <One>(all: readonly One[]): One => {
  const one = all[random(all.length)];
  if (one === undefined) throw new Error("there is none to choose");
  return one;
};

/** The value with one of its leaves changed. */
function flipped(value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0) return ["put in"];
    const at = random(value.length);
    return value.map((one, index) => (index === at ? flipped(one) : one));
  }
  if (typeof value === "object" && value !== null) {
    const name = oneOf(Object.keys(value).length === 0 ? ["more"] : Object.keys(value));
    return { ...value, [name]: flipped(Object(value)[name]) };
  }
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  return typeof value === "string" && value !== "" ? `${value.slice(0, -1)}~` : "put in";
}

const isEvent = ({ sk }: Item): boolean => String(sk).startsWith("EVENT#");
const isReading = ({ sk }: Item): boolean => String(sk).startsWith("READ#");
const inOrder = (items: readonly Item[]): Item[] =>
  items.toSorted((a, b) => (String(a["sk"]) < String(b["sk"]) ? -1 : 1));

const ways: Readonly<Record<string, (items: readonly Item[], caseId: string) => Item[]>> = {
  "a line is changed": (items) => {
    const target = oneOf(items.filter(isEvent));
    const name = oneOf(Object.keys(target).filter((attribute) => !["pk", "sk", "v"].includes(attribute)));
    return items.map((item) => (item === target ? { ...item, [name]: flipped(item[name]) } : item));
  },
  "a line is put in for another, with a fitting hash": (items, caseId) => {
    const target = oneOf(items.filter(isEvent));
    const event = readEvent(target);
    const forged = { ...event, by: { ...event.by, organisationId: "somebody-else" } };
    const hash = hashOf(caseId, event.previousHash, { ...forged, v: 2, beside: besideOf(forged) });
    return items.map((item) => (item === target ? { ...item, by: forged.by, hash } : item));
  },
  "a line is gone": (items) => {
    const target = oneOf(items.filter(isEvent));
    return items.filter((item) => item !== target);
  },
  "the end is cut off": (items) => {
    const events = items.filter(isEvent);
    const kept = new Set(events.slice(0, 1 + random(events.length - 1)));
    return items.filter((item) => !isEvent(item) || kept.has(item));
  },
  "two lines change places": (items) => {
    const [one, other] = [oneOf(items.filter(isEvent)), oneOf(items.filter(isEvent))];
    if (one === other) return items.filter((item) => item !== one);
    const place = (item: Item, as: Item): Item => ({ ...item, sk: as["sk"] });
    return inOrder(items.map((item) => (item === one ? place(one, other) : item === other ? place(other, one) : item)));
  },
  "a line is put in twice": (items) => {
    const target = oneOf(items.filter(isEvent));
    const sk = `EVENT#${String(items.filter(isEvent).length + 1).padStart(6, "0")}`;
    return inOrder([...items, { ...target, sk }]);
  },
  "the case stands otherwise": (items, caseId) =>
    items.map((item) => (item["sk"] === caseKey(caseId).sk ? { ...item, state: flipped(item["state"]) } : item)),
  "a reading is changed": (items) => {
    const target = oneOf(items.filter(isReading));
    return items.map((item) => (item === target ? { ...item, officer: "somebody else" } : item));
  },
  "a reading is gone": (items) => {
    const target = oneOf(items.filter(isReading));
    return items.filter((item) => item !== target);
  },
  "the case names another head": (items, caseId) =>
    items.map((item) => (item["sk"] === caseKey(caseId).sk ? { ...item, [oneOf(["head", "version"])]: 1 } : item)),
};

await onEachEngine("the records of a case", (rig) => {
  it("hold as they were written, and do not after any of thousands of changes", async () => {
    const steps = await advance(rig.table, await stored(rig.table));
    const { caseId } = steps[0]?.state ?? { caseId: "" };
    expect(await verifyCase(rig.table, caseId)).toMatchObject({ whole: true, length: steps.at(-1)?.version });
    for (const officer of ["李样例", "王样例", "陈样例"]) {
      await recordRead(rig.table, {
        caseId,
        at: "2026-03-03T02:00:00.000Z",
        organisationId: "justice-bureau",
        officer,
      });
    }
    const items = inOrder(await rig.itemsUnder(caseKey(caseId).pk));
    const missed: string[] = [];
    for (let count = 0; count < tries; count += 1) {
      const [way, change] = oneOf(Object.entries(ways));
      const changed = change(items, caseId);
      const isFound = ((): boolean => {
        try {
          return followCase(caseId, changed)?.whole === false;
        } catch {
          // What no release could have written is no record at all.
          return true;
        }
      })();
      if (!isFound) missed.push(`${count}: ${way}`);
    }
    expect(missed).toEqual([]);
    expect(followCase(caseId, items)?.whole).toBe(true);
  });
});
