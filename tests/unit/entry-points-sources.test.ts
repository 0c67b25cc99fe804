import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const entryPoints = globSync("functions/{audit,cases,office,papers,people,registry}/*.ts");

/** What a file takes from the table's access patterns, apart from types. */
const takenFromTable = (text: string): string[] =>
  [...text.matchAll(/import \{([^}]*)\} from "[./]*\/shared\/dynamo\/[\w-]+\.ts"/g)]
    .flatMap(([, names = ""]) => names.split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));

/** Names of indexes and of keys, which a cursor is checked against. */
const ofCursors = /^(indexes|\w+Begins?|\w+ListOf)$/;
const askedOf = (text: string): string[] => takenFromTable(text).filter((name) => !ofCursors.test(name));

describe("the entry points of the HTTP API", () => {
  it("parse, call a use case and map its outcome: none of them asks the table itself", () => {
    expect(entryPoints.length).toBeGreaterThan(30);
    const found = entryPoints.flatMap((file) => askedOf(readFileSync(file, "utf8")).map((name) => `${file}: ${name}`));
    expect(found).toEqual([]);
  });

  it("are found where one asks the table", () => {
    expect(askedOf('import { type Seat, saveSeat } from "../../shared/dynamo/people-store.ts";')).toEqual(["saveSeat"]);
    expect(askedOf('import { loadCase } from "../../shared/dynamo/case-store.ts";')).toEqual(["loadCase"]);
    expect(askedOf('import { indexes, logBegins } from "../../shared/dynamo/keys.ts";')).toEqual([]);
  });
});
