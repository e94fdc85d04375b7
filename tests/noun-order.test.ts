import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** The nouns of lib, lowest first: each may import those before it (docs/architecture.md). */
const order = [
  ["stack", "cloud", "dns", "acme", "email", "storage", "machine", "access"],
  ["audit", "health", "operator"],
  ["api", "account", "team"],
  ["plugin"],
  ["job"],
  ["server"],
  ["backup"],
  ["restore"],
  ["drill"],
];

/** Arrows that point upwards still. Only ever taken out of here: each is a circle between two nouns. */
const upwards = ["job → backup", "job → drill", "job → restore", "job → server", "operator → server"];

test("no noun of lib imports one that stands above it, but for the arrows that are known", () => {
  const level = new Map(order.flatMap((nouns, height) => nouns.map((noun) => [noun, height] as const)));
  const found = new Set<string>();
  for (const { noun, target } of imports()) {
    expect([...level.keys()], `${noun} and ${target} have their place in the order`).toEqual(
      expect.arrayContaining([noun, target]),
    );
    if ((level.get(target) ?? 0) > (level.get(noun) ?? 0)) found.add(`${noun} → ${target}`);
  }
  expect([...found].sort()).toEqual([...upwards].sort());
});

function* imports(): Generator<{ noun: string; target: string }> {
  const files = readdirSync("lib", { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))) {
    const [noun, inside] = file.split(path.sep);
    if (!noun || !inside) continue;
    for (const [, target] of readFileSync(path.join("lib", file), "utf8").matchAll(
      /from "@\/lib\/([\w-]+)\//g,
    ))
      if (target && target !== noun) yield { noun, target };
  }
}
