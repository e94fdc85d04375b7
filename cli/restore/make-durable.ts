import { Failure } from "@/cli/lib/failure";
import { run } from "@/cli/lib/spawn";

/**
 * Syncs the file system that holds this folder: until then nothing of a restore needs to have reached the disk. Throws
 * `recovery_failed` when the disk did not take it all, `timed_out`, `tool_missing`.
 */
export async function makeDurable(folder: string): Promise<void> {
  const { exitCode, stderr } = await run(["sync", "-f", folder], { timeoutMs: 600_000 });
  if (exitCode === 0) return;
  throw new Failure("recovery_failed", `What was restored did not reach the disk: ${stderr.trim()}`);
}
