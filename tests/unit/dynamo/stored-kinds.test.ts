import { describe, expect, it } from "vitest";
import * as keys from "../../../shared/dynamo/keys.ts";
import { kinds } from "../../../shared/dynamo/stored-versions.ts";
import { itemsIn } from "../../support/data-archive.ts";
import { archiveOf } from "../../support/recorded-town.ts";
import { kindAt, newestRecording, storedKinds } from "../../support/stored-kinds.ts";

const items = itemsIn(archiveOf(newestRecording)).map(({ pk, sk, v }) => ({
  name: `${pk?.["S"]} ${sk?.["S"]}`,
  version: Number(v?.["N"]),
}));

describe("the newest recording", () => {
  it("has items of every kind, but for those that say why not", () => {
    const recorded = new Set(items.map(({ name }) => kindAt(name)));
    const lacking = Object.entries(storedKinds).filter(([, { unrecorded }]) => unrecorded !== undefined);
    expect([...recorded].toSorted()).toEqual(
      Object.keys(kinds)
        .filter((kind) => !lacking.some(([name]) => name === kind))
        .toSorted(),
    );
  });

  it("has them all in the present version of their kind", () => {
    expect(items.filter(({ name, version }) => version !== kinds[kindAt(name)].version)).toEqual([]);
  });
});

describe("every key that is written", () => {
  const formulas = Object.entries(keys).filter(([name, value]) => name.endsWith("Key") && typeof value === "function");

  it.each(formulas)("%s is the key of one kind of item", (_, formula) => {
    const { pk, sk } = Object(Reflect.apply(Object(formula), undefined, ["330483", "2026-11", "one", "two"]));
    expect(() => kindAt(`${pk} ${sk}`)).not.toThrow();
  });
});
