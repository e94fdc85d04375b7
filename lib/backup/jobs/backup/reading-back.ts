import { markGood } from "@/lib/backup/mark-good";
import { readBack } from "@/lib/backup/read-back";
import { syncWal } from "@/lib/backup/sync-wal";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { StepContext, StepResult } from "@/lib/job/step";

/** We look for ourselves, with another key than the server's: only then the backup is good. */
export async function readingBack({ server, job, log }: StepContext): Promise<StepResult> {
  const backup = await db().backup.findUniqueOrThrow({ where: { jobId: job.id } });
  if (!backup.name) throw new AppError("backup_failed", { internal: `${backup.id} has no name` });
  const read = await readBack(server, backup.name);
  await syncWal(server);
  await log(`${backup.name} was read back from the store`);
  return { kind: "done", commit: (tx) => markGood(tx, server, backup.id, read) };
}
