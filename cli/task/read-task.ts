import { open, stat } from "node:fs/promises";
import type { TaskReport } from "@/cli/contract/task";
import { readJson, readText } from "@/cli/lib/files";
import { isAlive } from "@/cli/lib/process-identity";
import { type TaskFiles, taskExitSchema, taskProcessSchema } from "./task-folder";

/** One answer never carries more than this of the log; ask again from nextOffset. */
const logLimitBytes = 256 * 1024;

/** Whole lines from a byte offset. An offset beyond the end belongs to an earlier run: start over. */
async function readLines(
  file: string,
  from: number,
  ended: boolean,
): Promise<{ lines: string[]; next: number }> {
  const size = await stat(file).then(
    (entry) => entry.size,
    () => 0,
  );
  const start = from > size ? 0 : from;
  if (size === start) return { lines: [], next: start };
  const handle = await open(file, "r");
  try {
    const buffer = Buffer.alloc(Math.min(size - start, logLimitBytes));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    const read = buffer.subarray(0, bytesRead);
    const lastBreak = read.lastIndexOf(10);
    const atEnd = start + bytesRead >= size;
    // A line without an end is given only when no more will come, or when it alone fills the answer.
    const length =
      (ended && atEnd) || lastBreak < 0
        ? ended || bytesRead === logLimitBytes
          ? bytesRead
          : 0
        : lastBreak + 1;
    const text = read.subarray(0, length).toString("utf8").replace(/\n$/, "");
    return { lines: length === 0 ? [] : text.split("\n"), next: start + length };
  } finally {
    await handle.close();
  }
}

function parseResult(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Where a task stands. A process that is gone without having said how it ended has failed. */
export async function readTask(files: TaskFiles, id: string, from: number): Promise<TaskReport> {
  const started = await readJson(files.process, taskProcessSchema);
  // The order matters: a task writes its exit before it goes.
  const alive = started !== null && isAlive(started);
  const exit = await readJson(files.exit, taskExitSchema);
  if (!started) {
    return {
      id,
      status: "not_started",
      exitCode: null,
      startedAt: null,
      finishedAt: null,
      log: [],
      nextOffset: 0,
      result: null,
    };
  }
  const status = exit ? (exit.exitCode === 0 ? "succeeded" : "failed") : alive ? "running" : "failed";
  const { lines, next } = await readLines(files.log, from, status !== "running");
  return {
    id,
    status,
    exitCode: exit?.exitCode ?? null,
    startedAt: started.startedAt,
    finishedAt: exit?.finishedAt ?? null,
    log: lines,
    nextOffset: next,
    result: status === "running" ? null : parseResult(await readText(files.output)),
  };
}
