import { preflightSchema } from "@/cli/contract/backup";
import { formatBytes } from "@/lib/backup/backup-rules";
import { configureBackups } from "@/lib/backup/configure-backups";
import { AppError } from "@/lib/errors";
import type { StepContext, StepResult } from "@/lib/job/step";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";
import { requestOf, restoreOfJob } from "@/lib/restore/jobs/restore-of-job";
import { refusal, resolveTarget } from "@/lib/restore/resolve-target";

/** Looks once more at what was shown before it was confirmed: the catalogue, the disk, the versions. Nothing is touched. */
export async function preflight({ server, job, log }: StepContext): Promise<StepResult> {
  await configureBackups(server);
  const { restore, backup } = await restoreOfJob(job.id);
  const target = restore.exact ? { at: restore.targetAt.toISOString() } : { backupId: backup.id };
  const resolved = await resolveTarget(server.id, target);
  if (!("backup" in resolved)) throw refusal(resolved);
  const facts = await runNself(machineOfServer(server), ["backup", "preflight"], preflightSchema, {
    stdin: JSON.stringify(requestOf({ restore, backup })),
  });
  if (!facts.enoughDisk) {
    throw new AppError("disk_full", {
      public: `The restore needs ${formatBytes(facts.neededBytes)} beside the running data; ${formatBytes(facts.freeBytes)} are free.`,
      hint: "Restore into a new server, or choose a larger type.",
    });
  }
  if (!facts.sameMajor) {
    throw new AppError("restore_failed", {
      public: "The backup is of another major version of PostgreSQL.",
      hint: "Restore into a new server.",
    });
  }
  await log(
    `Restoring to ${restore.targetAt.toISOString()} from ${backup.name}: ${formatBytes(facts.dataBytes)} and the log after it`,
  );
  return { kind: "done" };
}
