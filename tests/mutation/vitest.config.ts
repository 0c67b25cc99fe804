import { defineConfig } from "vitest/config";

/** What a mutant is tried against: the tests that need neither an engine nor the synthesised stack. */
export default defineConfig({
  test: {
    include: ["tests/unit/**/*.test.ts"],
    // Instrumented code is slow, and a mutant that hangs is found by its own limit.
    testTimeout: 20_000,
  },
});
