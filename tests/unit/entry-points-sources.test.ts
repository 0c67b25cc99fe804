import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const entryPoints = globSync("functions/{audit,cases,office,papers,people,registry}/*.ts");

/** What a file takes from the table's access patterns, apart from types. */
const takenFromTable = (text: string): string[] =>
  [...text.matchAll(/import \{([^}]*)\} from "[./]*\/shared\/dynamo\/[\w-]+\.ts"/g)]
    .flatMap(([, names = ""]) => names.split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));

/** Reads, and the names of keys by which lists go on; anything else may write. */
const reading = /^(load|list|pageOf|peopleOf|divisionNames|indexes|besideOf|\w+Begins?$|\w+ListOf$)/;
const writtenBy = (text: string): string[] => takenFromTable(text).filter((name) => !reading.test(name));

describe("the entry points of the HTTP API", () => {
  it("parse, call a use case and map its outcome: none of them writes to the table itself", () => {
    expect(entryPoints.length).toBeGreaterThan(30);
    const found = entryPoints.flatMap((file) =>
      writtenBy(readFileSync(file, "utf8")).map((name) => `${file}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  it("are found where one writes", () => {
    expect(writtenBy('import { type Seat, saveSeat } from "../../shared/dynamo/people-store.ts";')).toEqual([
      "saveSeat",
    ]);
    expect(writtenBy('import { loadCase } from "../../shared/dynamo/case-store.ts";')).toEqual([]);
  });
});
