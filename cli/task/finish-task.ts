import { renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The last act of a task. Without this file a task whose process is gone has failed. */
export function finishTask(folder: string, exitCode: number): void {
  const target = path.join(folder, "exit.json");
  try {
    writeFileSync(`${target}.part`, JSON.stringify({ exitCode, finishedAt: new Date().toISOString() }));
    renameSync(`${target}.part`, target);
  } catch {
    // Cleaned away meanwhile: nobody asks any more.
  }
}
