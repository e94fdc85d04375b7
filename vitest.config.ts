import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What drives the whole system. Of these the folders with the longest files come first. */
const wholeSystem = ["tests/recovery/", "tests/faults/", "tests/backup/", "engine/tests/", "tests/"];

/**
 * The long files begin first, so that the many short ones fill up the end. Without what earlier runs measured, as on a fresh
 * machine, vitest goes by the size of files, and began one of the longest last.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification) => {
      const file = moduleId.slice(project.config.root.length + 1);
      const found = wholeSystem.findIndex((folder) => file.startsWith(folder));
      return found < 0 ? wholeSystem.length : found;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  resolve: { alias: { "@": path.resolve(".") } },
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["node_modules/**", ".next/**", ".build/**", ".data/**", "e2e/**"],
    globalSetup: ["tests/harness/global-setup.ts"],
    setupFiles: ["tests/harness/setup-env.ts"],
    pool: "forks",
    // On two cores: the third works while the others wait.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // For what hangs. A wait of ours (tests/harness/wait-for.ts) is given up before, and says what it waited for.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    env: { LOG_LEVEL: "silent" },
  },
});
