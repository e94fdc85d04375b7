import path from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/harness/longest-first";

export default defineConfig({
  resolve: { alias: { "@": path.resolve(".") } },
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["node_modules/**", ".next/**", ".build/**", ".data/**", "e2e/**"],
    globalSetup: ["tests/harness/global-setup.ts"],
    setupFiles: ["tests/harness/setup-env.ts"],
    pool: "forks",
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { LOG_LEVEL: "silent" },
  },
});
