import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withLock } from "./lock";
import { identify } from "./process-identity";

const afterReading = vi.hoisted(() => ({ run: async () => {} }));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return {
    ...real,
    readFile: async (...args: Parameters<typeof real.readFile>) => {
      try {
        return await real.readFile(...args);
      } finally {
        await afterReading.run();
      }
    },
  };
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp("/var/tmp/nself-lock-");
});
afterEach(() => rm(folder, { recursive: true }));

const dead = JSON.stringify({ pid: process.pid, startTicks: "1" });

test.each([
  ["that is free", null],
  ["whose holder is dead", dead],
])("of many who want a lock %s one holds it at a time, and all get it", async (_what, content) => {
  if (content) await writeFile(`${folder}/lock`, content);
  let inside = 0;
  let most = 0;
  let done = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
    done += 1;
  };
  const takeTurns = async () => {
    for (let turn = 0; turn < 25; turn += 1) await withLock(`${folder}/lock`, 20_000, work);
  };
  await Promise.all(Array.from({ length: 8 }, takeTurns));
  expect({ most, done }).toEqual({ most: 1, done: 200 });
  expect(await readdir(folder)).toEqual([]);
});

test("whoever saw a dead holder takes nothing from the living one that followed, however late", async () => {
  await writeFile(`${folder}/lock`, dead);
  let release = () => {};
  let other: Promise<void> | undefined;
  const takes = async () => {
    afterReading.run = async () => {};
    await new Promise<void>((taken) => {
      other = withLock(`${folder}/lock`, 0, () => {
        taken();
        return new Promise((resolve) => {
          release = resolve;
        });
      });
    });
    afterReading.run = givesBack;
  };
  const givesBack = async () => {
    afterReading.run = async () => {};
    release();
    await other;
  };
  afterReading.run = takes;
  expect(await withLock(`${folder}/lock`, 5000, async () => "done")).toBe("done");
  expect(afterReading.run).not.toBe(takes);
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ["of a process that is gone", dead],
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
