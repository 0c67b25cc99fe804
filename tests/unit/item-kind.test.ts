import { describe, expect, it } from "vitest";
import * as z from "zod";
import { besideOf, hashOf } from "../../shared/dynamo/case-items.ts";
import { brokenLinks } from "../../shared/dynamo/event-chain.ts";
import { itemKind, NewerItem, type Upcaster } from "../../shared/dynamo/item-kind.ts";
import { kinds } from "../../shared/dynamo/stored-versions.ts";

/** A kind that this test alone knows: its field was renamed in version 2, and became a list in version 3. */
const renamed: Upcaster = ({ colour, ...rest }) => ({ ...rest, ...(colour === undefined ? {} : { color: colour }) });
const listed: Upcaster = ({ color, ...rest }) => ({ ...rest, ...(color === undefined ? {} : { colors: [color] }) });
const first = itemKind("flag");
const second = itemKind("flag", [renamed]);
const third = itemKind("flag", [renamed, listed]);
const flag = z.strictObject({ pk: z.string(), colors: z.array(z.string()) });

describe("an item that is written", () => {
  it("carries the version of its kind, which is the number of its upcasters and one", () => {
    expect(first.mark({ pk: "F" })).toEqual({ pk: "F", v: 1 });
    expect(third.mark({ pk: "F" })).toEqual({ pk: "F", v: 3 });
  });
});

describe("an item that is read", () => {
  it("is in its present form, whichever version it was stored in", () => {
    const present = { pk: "F", colors: ["red"] };
    const read = third.schema(flag);
    expect(read.parse({ pk: "F", colour: "red" }), "without a version").toEqual(present);
    expect(read.parse({ pk: "F", colour: "red", v: 1 })).toEqual(present);
    expect(read.parse({ pk: "F", color: "red", v: 2 })).toEqual(present);
    expect(read.parse({ pk: "F", colors: ["red"], v: 3 })).toEqual(present);
    expect(z.array(read).parse([second.mark({ pk: "F", color: "red" })])).toEqual([present]);
  });

  it("goes through no upcaster of a version that it already has", () => {
    const read = third.schema(flag);
    expect(read.safeParse({ pk: "F", colour: "red", v: 2 }).success).toBe(false);
    expect(read.safeParse({ pk: "F", color: "red", v: 3 }).success).toBe(false);
  });

  it("may be a part of the item", () => {
    expect(third.present({ v: 1 })).toEqual({});
    expect(third.present({ colour: "red" })).toEqual({ colors: ["red"] });
  });

  it("is refused when a newer release stored it, and when its version is none", () => {
    const read = second.schema(z.looseObject({}));
    expect(() => read.parse(third.mark({ pk: "F", colors: [] }))).toThrow(NewerItem);
    for (const v of [0, -1, 1.5, "2", null]) expect(() => read.parse({ pk: "F", v }), String(v)).toThrow(z.ZodError);
  });
});

describe("a case whose state may hold what stands for sealed texts", () => {
  it("is not read by a release that would show what stands for them", () => {
    const before = itemKind("case", [(item) => item, (item) => item, (item) => item]);
    expect(() => before.present(kinds.case.mark({ pk: "C" }))).toThrow(NewerItem);
    expect(kinds.case.present(before.mark({ pk: "C" }))).toEqual({ pk: "C" });
  });
});

describe("the settings of a county that say how digests are sent", () => {
  it("are not read by a release that knows no digests, and those of before are read here", () => {
    const before = itemKind("settings");
    expect(() => before.present(kinds.settings.mark({ pk: "LAW#330483" }))).toThrow(NewerItem);
    expect(kinds.settings.present(before.mark({ pk: "LAW#330483" }))).toEqual({ pk: "LAW#330483" });
  });
});

describe("a case in which people may be erased", () => {
  it("is not written by a release that would forget it, and one of before is read here", () => {
    const before = itemKind(
      "case",
      Array(4).fill((item: object) => item),
    );
    expect(() => before.present(kinds.case.mark({ pk: "C" }))).toThrow(NewerItem);
    expect(kinds.case.present(before.mark({ pk: "C" }))).toEqual({ pk: "C" });
  });
});

describe("the hash of an event", () => {
  const caseId = "0190a0de-0000-7000-8000-000000000001";
  const by = { organisationId: "police-330483100", role: "agency" };
  const at = "2026-03-02T06:00:00.000Z";
  const write = (sequence: number, previousHash: string, more: { data: unknown; v?: number }) => {
    const beside = besideOf({ audience: [], mediatorIds: [] });
    const event = { sequence, at, by, type: "flag.raised", beside, ...more };
    return { ...event, previousHash, hash: hashOf(caseId, previousHash, event) };
  };
  const one = write(1, "", { data: { colour: "red" } });
  const two = write(2, one.hash, { data: { colour: "green" }, v: 1 });
  const three = write(3, two.hash, { data: { color: "blue" }, v: 2 });
  const history = [one, two, three];

  it("verifies over what was stored, through all versions", () => {
    expect(brokenLinks(caseId, history)).toEqual([]);
  });

  it("does not verify over what an upcaster made of it", () => {
    const inData: Upcaster = ({ data, ...rest }) => ({ ...rest, data: renamed(z.looseObject({}).parse(data)) });
    const read = history.map((event) => itemKind("event", [inData]).present(event));
    expect(read.map(({ data }) => data)).toEqual([{ color: "red" }, { color: "green" }, { color: "blue" }]);
    expect(brokenLinks(caseId, read)).toEqual([1, 2, 3]);
  });

  it("covers the version, so that an event cannot be made to be read otherwise", () => {
    expect(brokenLinks(caseId, [one, { ...two, v: 2 }, three])).toEqual([2]);
    expect(brokenLinks(caseId, [one, two, { ...three, v: 1 }])).toEqual([3]);
    const { v: _v, ...unmarked } = three;
    expect(brokenLinks(caseId, [one, two, unmarked])).toEqual([3]);
  });

  it("is that of before for an event without a version", () => {
    expect(two.hash).toBe(write(2, one.hash, { data: { colour: "green" } }).hash);
  });
});
