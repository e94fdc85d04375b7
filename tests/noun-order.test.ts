import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** The nouns of lib, lowest first; adapters import basics only, which the linter holds (docs/architecture.md). */
const adapters = ["stack", "cloud", "dns", "acme", "email", "storage", "machine"];
const nouns = [
  "access",
  "audit",
  "operator",
  "health",
  "team",
  "api",
  "account",
  "plugin",
  "job",
  "server",
  "backup",
  "restore",
  "drill",
  "job-kinds",
];
const order = [...adapters, ...nouns];

test("every folder of lib has its place in the order", () => {
  const folders = readdirSync("lib", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...order].sort());
});

test("no noun of lib imports one that stands above it, so that no two go in a circle", () => {
  const upwards = [...imports()].filter(({ noun, target }) => order.indexOf(target) > order.indexOf(noun));
  expect(upwards.map(({ noun, file, target }) => `${noun} → ${target} (${file})`)).toEqual([]);
});

function* imports(): Generator<{ noun: string; file: string; target: string }> {
  const files = readdirSync("lib", { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))) {
    const [noun, inside] = file.split(path.sep);
    if (!noun || !inside) continue;
    const source = readFileSync(path.join("lib", file), "utf8");
    for (const [, target] of source.matchAll(/(?:from|import) ?\(?"@\/lib\/([\w-]+)\//g))
      if (target && target !== noun) yield { noun, file, target };
  }
}
