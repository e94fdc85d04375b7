import { chmod, mkdir, rm } from "node:fs/promises";
import { Failure } from "@/cli/lib/failure";
import { readJson, writeFileAtomically, writeJson } from "@/cli/lib/files";
import { withLock } from "@/cli/lib/lock";
import type { Paths } from "@/cli/lib/paths";
import { identify } from "@/cli/lib/process-identity";
import { launchUnit } from "./launch-unit";
import { readTask } from "./read-task";
import { taskExitSchema, type taskFiles } from "./task-folder";

/**
 * Starts a task unless it runs or has succeeded; one that failed starts anew with an empty log. However many ask at once, one starts.
 */
export async function startTask(
  paths: Paths,
  files: ReturnType<typeof taskFiles>,
  id: string,
  input: { command: string[]; standardInput: string },
): Promise<void> {
  await withLock(files.lock, 15_000, async () => {
    const { status } = await readTask(files, id, 0);
    if (status === "running" || status === "succeeded") return;
    await rm(files.folder, { recursive: true, force: true });
    await mkdir(files.folder, { recursive: true });
    await chmod(paths.tasks, 0o700);
    await writeFileAtomically(files.input, input.standardInput, 0o600);
    const startedAt = new Date().toISOString();
    const pid = await launchUnit(files, [...input.command, "--json"]);
    const identity = identify(pid);
    // So quick that it is gone already: what it left behind says how it ended.
    const ended = identity ? null : await readJson(files.exit, taskExitSchema);
    if (!identity && !ended) throw new Failure("launch_failed", "The task did not start");
    await writeJson(files.process, { ...(identity ?? { pid, startTicks: "gone" }), startedAt }, 0o600);
  });
}
