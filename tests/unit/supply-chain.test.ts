import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { billOf, isAllowed, loosePins, packageOf } from "../../infra/supply-chain.ts";

describe("a licence", () => {
  it.each(["MIT", "Apache-2.0", "MIT OR GPL-3.0-only", "(MIT OR CC0-1.0)", "MIT AND OFL-1.1"])(
    "is allowed: %s",
    (one) => {
      expect(isAllowed(one)).toBe(true);
    },
  );

  it.each([
    "unknown",
    "GPL-3.0-only",
    "MIT AND GPL-3.0-only",
    "SEE LICENSE IN x",
    "",
    "UNLICENSED",
    "MIT OR GPL-2.0 AND MIT",
  ])("is not allowed: %j", (one) => {
    expect(isAllowed(one)).toBe(false);
  });
});

describe("the pins of this project", () => {
  const lockOf = (packages: Record<string, object>) => JSON.stringify({ packages: { "": {}, ...packages } });
  const one = { version: "1.2.3", integrity: "sha512-AAAA" };
  const asking = (version: string) => JSON.stringify({ dependencies: { one: version } });

  it("hold", () => {
    expect(loosePins(readFileSync("package.json", "utf8"), readFileSync("package-lock.json", "utf8"))).toEqual([]);
  });

  it.each<[string, string, Record<string, object>]>([
    ["a range", asking("^1.2.3"), { "node_modules/one": { ...one, version: "^1.2.3" } }],
    ["a tag", asking("latest"), { "node_modules/one": { ...one, version: "latest" } }],
    ["another version in the lock file", asking("1.2.4"), { "node_modules/one": one }],
    ["none in the lock file", asking("1.2.3"), {}],
    ["no digest", asking("1.2.3"), { "node_modules/one": { version: "1.2.3" } }],
    [
      "no digest of what comes along",
      asking("1.2.3"),
      { "node_modules/one": one, "node_modules/two": { version: "1.0.0" } },
    ],
  ])("do not hold with %s", (_, project, packages) => {
    expect(loosePins(project, lockOf(packages))).toHaveLength(1);
  });

  it("pass over what travels inside another package", () => {
    const inside = { "node_modules/one/node_modules/two": { version: "1.0.0", inBundle: true } };
    expect(loosePins(asking("1.2.3"), lockOf({ "node_modules/one": one, ...inside }))).toEqual([]);
  });
});

describe("a bill of materials", () => {
  const manifest = JSON.stringify({ name: "@a/one", version: "1.2.3", license: "MIT" });
  const lock = JSON.stringify({ packages: { "node_modules/@a/one": { integrity: "sha512-AAEC" } } });

  it("names each package with its licence and the digest it was locked at", () => {
    const found = packageOf("node_modules/@a/one", manifest, lock);
    expect(billOf({ name: "accord", version: "0.1.0" }, [found])).toEqual({
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      version: 1,
      metadata: {
        component: { type: "application", name: "accord", version: "0.1.0", "bom-ref": "pkg:npm/accord@0.1.0" },
      },
      components: [
        {
          type: "library",
          name: "@a/one",
          version: "1.2.3",
          "bom-ref": "pkg:npm/%40a/one@1.2.3",
          purl: "pkg:npm/%40a/one@1.2.3",
          licenses: [{ license: { id: "MIT" } }],
          hashes: [{ alg: "SHA-512", content: "000102" }],
        },
      ],
    });
  });

  it("says of a package without a licence that there is none", () => {
    expect(packageOf("x", JSON.stringify({ name: "x", version: "1.0.0" }), lock)).toEqual({
      name: "x",
      version: "1.0.0",
      licence: "unknown",
    });
  });
});
