import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    coverage: { include: ["shared/domain/**"], thresholds: { 100: true } },
  },
});
