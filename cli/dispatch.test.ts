import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCli } from "@/cli/build";
import { commandTable } from "@/cli/command-table";
import { createTestMachine, type TestMachine } from "@/cli/testing/test-machine";

let machine: TestMachine;
beforeAll(async () => {
  machine = await createTestMachine();
});
afterAll(() => machine.close());

test("every command is named as the table names it", async () => {
  for (const [name, load] of Object.entries(commandTable)) expect((await load()).default.name).toBe(name);
});

test("help lists every command and is no error", async () => {
  const help = await machine.nself(["--help"]);
  expect(help.exitCode).toBe(0);
  for (const name of Object.keys(commandTable)) expect(help.stdout).toContain(name.split(" ")[0]);
  expect((await machine.nself(["plugin", "install", "--help"])).stdout).toContain("name@version");
});

test.each([
  [["nonsense"]],
  [[]],
  [["plugin", "install"]],
  [["version", "--nonsense"]],
  [["task", "check", "x", "--wait", "-1"]],
  [["logs", "postgres", "--lines", "x"]],
])("%j is a usage error with one envelope on stdout", async (args) => {
  const result = await machine.nself([...args, "--json"]);
  expect(result.exitCode).toBe(2);
  expect(result.json()).toMatchObject({ ok: false, error: { code: "usage" } });
  expect(result.stderr).toBe("");
});

test("an error without --json goes to stderr in words, with a hint", async () => {
  const result = await machine.nself(["health"]);
  expect(result).toMatchObject({ exitCode: 1, stdout: "" });
  expect(result.stderr).toContain("This server has no stack yet");
  expect(result.stderr).toContain("nself init");
});

test("the same sources give the same bundle", async () => {
  const [first, second] = [
    await buildCli(`${machine.paths.root}/one`),
    await buildCli(`${machine.paths.root}/two`),
  ];
  expect(first.sha256).toBe(second.sha256);
  expect((await readFile(first.file, "utf8")).startsWith("#!/usr/bin/env node\n")).toBe(true);
});
