import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Says who calls, or asks the one function for others. */
const asks = ["functions/http/authenticate.ts", "shared/runtime/caller.ts", "shared/runtime/still-may.ts"];
const decides: readonly RegExp[] = [
  /\.role\b/,
  /\brole ===/,
  /\b(mayReadParties|mayReadDocument|mayReadFile|mayReadPart|isBodyOf|isPresent)\b/,
  /\b(seesLaw|loadsLaw)\b/,
  /\bsuffices\b/,
];
const sources = ["functions/**/*.ts", "shared/runtime/**/*.ts"].flatMap((pattern) => globSync(pattern));

/** The lines that decide by themselves who may do something. */
const decidingIn = (text: string): string[] =>
  text.split("\n").filter((line) => decides.some((pattern) => pattern.test(line)));

describe("the rights to read and to act", () => {
  it("is decided in no handler and no use case, but by the one function in the domain", () => {
    expect(sources.length).toBeGreaterThan(50);
    const found = sources
      .filter((file) => !asks.includes(file))
      .flatMap((file) => decidingIn(readFileSync(file, "utf8")).map((line) => `${file}: ${line.trim()}`));
    expect(found).toEqual([]);
  });

  it("is found where a handler decides it", () => {
    expect(decidingIn('if (caller.role !== "coordinator") throw new Problem("not-found");')).toHaveLength(1);
    expect(decidingIn("if (!suffices(caller.duty, duty)) throw new Problem('duty-required');")).toHaveLength(1);
    expect(decidingIn("if (!isBodyOf(state, organisationId)) return undefined;")).toHaveLength(1);
  });
});
