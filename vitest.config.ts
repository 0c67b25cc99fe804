import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // One on each processor; left alone, vitest keeps one of two free.
    maxWorkers: "100%",
    coverage: {
      include: ["shared/domain/**"],
      reporter: ["text-summary", ["text", { skipFull: true }]],
      thresholds: { 100: true },
    },
    projects: [
      // Tests that take seconds alone take many times as long on a machine that is busy with others, and are to fail for nothing but
      // what they test. The pure ones change no module's state, so each worker loads the modules once.
      {
        test: {
          name: "pure",
          include: ["tests/{unit,infra,http}/**/*.test.ts"],
          setupFiles: "tests/support/seeded.ts",
          isolate: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        // These run the synthesised bundles on real engines, so the stack is synthesised first.
        test: {
          name: "engines",
          include: ["tests/{local,flow,contract,browser}/**/*.test.ts"],
          globalSetup: "tests/support/synthesised.ts",
          setupFiles: "tests/support/seeded.ts",
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
