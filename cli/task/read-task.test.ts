import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pathsBelow } from "@/cli/lib/paths";
import { identify } from "@/cli/lib/process-identity";
import { readTask } from "./read-task";
import { type TaskFiles, taskFiles } from "./task-folder";

let root: string;
let files: TaskFiles;
beforeEach(async () => {
  root = await mkdtemp("/var/tmp/nself-task-");
  files = taskFiles(pathsBelow(root), "one");
  await mkdir(files.folder, { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

const startedAt = "2026-11-20T12:00:00.000Z";
const runs = () => writeFile(files.process, JSON.stringify({ ...identify(process.pid), startedAt }));
const ends = (exitCode: number) => writeFile(files.exit, JSON.stringify({ exitCode, finishedAt: startedAt }));

test("while a task runs its log is given in whole lines, and each once", async () => {
  await runs();
  await writeFile(files.log, "first\nsecond\nthi");
  const one = await readTask(files, "one", 0);
  expect(one).toMatchObject({ status: "running", log: ["first", "second"], nextOffset: 13 });
  await writeFile(files.log, "first\nsecond\nthird\n");
  expect(await readTask(files, "one", one.nextOffset)).toMatchObject({ log: ["third"], nextOffset: 19 });
});

test("a task that ended gives its last words even without a line break", async () => {
  await runs();
  await ends(0);
  await writeFile(files.log, "first\nlast");
  expect(await readTask(files, "one", 0)).toMatchObject({
    status: "succeeded",
    log: ["first", "last"],
    nextOffset: 10,
  });
});

test("an offset beyond the log belongs to an earlier run and starts over", async () => {
  await runs();
  await writeFile(files.log, "new\n");
  expect(await readTask(files, "one", 500)).toMatchObject({ log: ["new"], nextOffset: 4 });
});

test("a long log comes in parts that join without loss", async () => {
  await runs();
  await ends(0);
  const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} of a log that is long`);
  await writeFile(files.log, `${lines.join("\n")}\n`);
  const got: string[] = [];
  for (let from = 0, more = true; more; ) {
    const part = await readTask(files, "one", from);
    got.push(...part.log);
    more = part.nextOffset > from;
    from = part.nextOffset;
  }
  expect(got).toEqual(lines);
});

test("a process with the task's number but another start is not the task", async () => {
  await writeFile(files.process, JSON.stringify({ pid: process.pid, startTicks: "1", startedAt }));
  expect(await readTask(files, "one", 0)).toMatchObject({ status: "failed", exitCode: null });
});

test("output that is no envelope is no result", async () => {
  await runs();
  await ends(1);
  await writeFile(files.output, '{"ok":tr');
  expect(await readTask(files, "one", 0)).toMatchObject({ status: "failed", exitCode: 1, result: null });
});
