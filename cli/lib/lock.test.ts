import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./lock";
import { identify } from "./process-identity";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp("/var/tmp/nself-lock-");
});
afterEach(() => rm(folder, { recursive: true }));

test("of many who want a lock one holds it at a time, and all get it", async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(`${folder}/lock`, 20_000, work)));
  expect(most).toBe(1);
});

test.each([
  ["of a process that is gone", JSON.stringify({ pid: process.pid, startTicks: "1" })],
  ["that a power cut left empty", ""],
])("a lock %s is taken over", async (_what, content) => {
  await writeFile(`${folder}/lock`, content);
  expect(await withLock(`${folder}/lock`, 5000, async () => "done")).toBe("done");
});

test("a lock that stays taken is busy, which is worth trying later", async () => {
  await writeFile(`${folder}/lock`, JSON.stringify(identify(process.pid)));
  const waiting = withLock(`${folder}/lock`, 50, async () => "done");
  await expect(waiting).rejects.toMatchObject({ code: "busy", exit: "tryLater" });
});

test("a body that fails gives the lock back", async () => {
  const failing = withLock(`${folder}/lock`, 50, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(await withLock(`${folder}/lock`, 50, async () => "done")).toBe("done");
});
