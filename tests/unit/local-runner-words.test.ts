import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

// The local runner could run another stack: what is this product's is handed to it from outside.

const ours =
  /accord(?!ing)|justice|bureau|coordinator|\breferr|count(y|ies)\b|police|\bmediat|committee|dispute|inbox|webhook|console\b(?!\.|\[)|bootstrap|OidcIssuer|OidcClient|Signing(Url|Key)|\bcases[A-Z]|\bcase[A-Z]|\bcases\b|\bpapers?\b|\bpart(y|ies)\b/i;

it("no word of the product stands in the local runner", () => {
  const files = globSync("infra/local/**/*.{ts,java}").toSorted();
  expect(files.length).toBeGreaterThan(45);
  const found = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, index) => (ours.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
