import { stripVTControlCharacters } from "node:util";
import { buildApp } from "./build-app";
import { buildPrograms } from "./build-programs";
import { checks } from "./checks";
import { findChromium } from "./find-chromium";
import { runSteps, type Step } from "./run-steps";

/** `npm test`: everything that proves the project. Ends with "N passed, N failed". */
const bare = stripVTControlCharacters;

const unit: Step = {
  name: "unit and integration tests",
  command: ["node_modules/.bin/vitest", "run"],
  count: (output) => {
    const line = /^\s*Tests\s+(.*)$/m.exec(bare(output))?.[1] ?? "";
    return {
      passed: Number(/(\d+) passed/.exec(line)?.[1] ?? 0),
      failed: Number(/(\d+) failed/.exec(line)?.[1] ?? 0),
    };
  },
};

const endToEnd = (executable: string): Step => ({
  name: "end-to-end tests in the browser",
  command: ["node_modules/.bin/playwright", "test"],
  env: { CHROMIUM_PATH: executable },
  count: (output) => {
    const text = bare(output);
    const number = (word: string) =>
      Number([...text.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, "gm"))].at(-1)?.[1] ?? 0);
    return { passed: number("passed"), failed: number("failed") + number("flaky") };
  },
});

const browser = findChromium();
await buildPrograms();
const building: Promise<void> = Promise.resolve().then(() => buildApp(console.log));
let total = await runSteps(checks);
const built = await building.then(
  () => true,
  (error: unknown) => {
    console.error(String(error));
    return false;
  },
);
const rest = await runSteps([unit, ...(built && browser ? [endToEnd(browser)] : [])]);
total = { passed: total.passed + rest.passed, failed: total.failed + rest.failed };
if (!browser) {
  console.error(
    "✗ No Chromium could be found or installed, so the end-to-end tests did not run. Set CHROMIUM_PATH.",
  );
  total.failed += 1;
}
if (!built) total.failed += 1;
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
