import { defineConfig } from "vitest/config";

/**
 * What a mutant is tried against: the tests that need neither an engine nor the synthesised stack, or the part of them that
 * MUTATE_WITH names. Stryker's own `--testFiles` does not try mutants of what a module does when it is loaded.
 */
export default defineConfig({
  test: {
    include: [`${process.env["MUTATE_WITH"] ?? "tests/unit"}/**/*.test.ts`],
    setupFiles: "tests/support/seeded.ts",
    // Instrumented code is slow on a busy machine.
    testTimeout: 20_000,
  },
});
