import type { Step } from "./run-steps";

const bin = (name: string, ...args: string[]) => [`node_modules/.bin/${name}`, ...args];

/** What needs no running system. */
export const checks: Step[] = [
  { name: "types", command: bin("tsc", "--noEmit", "-p", ".") },
  {
    name: "lint and format",
    command: bin("biome", "check", "--error-on-warnings", "--diagnostic-level=warn", "."),
  },
  { name: "dead code", command: bin("knip", "--no-progress") },
];
