import { defineConfig } from "vitest/config";

/**
 * What a mutant is tried against: the tests that run the code in their own process, some of them on engines, or the part that
 * MUTATE_WITH names. Stryker's own `--testFiles` does not try mutants of what a module does when it is loaded.
 */
export default defineConfig({
  test: {
    include: [`${process.env["MUTATE_WITH"] ?? "tests/{unit,http,contract}"}/**/*.test.ts`],
    // These read recorded folders or whole bundles: minutes, for what the others say of single functions.
    exclude: ["tests/contract/{stored-items,bundles,tampering}.test.ts"],
    globalSetup: "tests/support/synthesised.ts",
    setupFiles: "tests/support/seeded.ts",
    // Instrumented code is slow on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
