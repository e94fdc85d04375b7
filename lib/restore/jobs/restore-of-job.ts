import type { RestoreRequest } from "@/cli/contract/backup";
import { db } from "@/lib/db";
import type { Backup, Restore } from "@/prisma/client/client";

/** The restore that a job works on, and the backup that it starts from. */
export async function restoreOfJob(jobId: string): Promise<{ restore: Restore; backup: Backup }> {
  const restore = await db().restore.findUniqueOrThrow({ where: { jobId } });
  const backup = await db().backup.findUniqueOrThrow({ where: { id: restore.backupId } });
  return { restore, backup };
}

/** What the server is asked for. Its own repository, unless another one's is handed to it. */
export function requestOf(
  { restore, backup }: { restore: Restore; backup: Backup },
  source: RestoreRequest["source"] = null,
): RestoreRequest {
  return {
    restoreId: restore.id,
    target: {
      backupId: backup.name ?? "",
      at: restore.exact ? restore.targetAt.toISOString() : null,
      timeline: restore.timeline,
    },
    source,
  };
}
