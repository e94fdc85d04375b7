import { type RestoreProgress, restoreProgressSchema } from "@/cli/contract/backup";
import { now } from "@/lib/clock";
import type { Job, Restore } from "@/prisma/client/client";
import type { RestoreView } from "./restore-schemas";

/** A restore with the state of its job and the name of the backup that it starts from. */
export function restoreView(
  restore: Restore,
  job: Pick<Job, "status">,
  backupName: string | null,
): RestoreView {
  const progress = restoreProgressSchema.nullable().catch(null).parse(restore.progress);
  const ended = restore.finishedAt !== null;
  return {
    id: restore.id,
    serverId: restore.serverId,
    jobId: restore.jobId,
    status: statusOf(restore, job),
    target: restore.targetAt.toISOString(),
    backupId: restore.backupId,
    backupName,
    into: restore.newServerId ? "new_server" : "in_place",
    newServerId: restore.newServerId,
    forensicBackupId: restore.forensicBackupId,
    recoveredTo: restore.recoveredTo?.toISOString() ?? null,
    progress: progress && !ended ? progressView(progress) : null,
    undoUntil: undoable(restore) ? (restore.undoUntil?.toISOString() ?? null) : null,
    undoneAt: restore.undoneAt?.toISOString() ?? null,
    createdAt: restore.createdAt.toISOString(),
    finishedAt: restore.finishedAt?.toISOString() ?? null,
    createdBy: restore.createdBy,
  };
}

/** The data from before is fenced for a day after the switch. */
export function undoable(restore: Restore): boolean {
  return (
    restore.switchedAt !== null &&
    restore.undoneAt === null &&
    restore.undoUntil !== null &&
    restore.undoUntil > now()
  );
}

function statusOf(restore: Restore, job: Pick<Job, "status">): RestoreView["status"] {
  if (restore.undoneAt) return "undone";
  if (job.status === "cancelling") return "running";
  return job.status;
}

function progressView(progress: RestoreProgress): RestoreView["progress"] {
  const seconds = (Date.parse(progress.updatedAt) - Date.parse(progress.startedAt)) / 1000;
  const share = progress.totalBytes > 0 ? progress.doneBytes / progress.totalBytes : 0;
  // How long the log takes cannot be known from the files; then there is no promise.
  const etaSeconds =
    progress.phase === "files" && share > 0.02 ? Math.round((seconds / share) * (1 - share)) : null;
  const phase = progress.phase === "files" || progress.phase === "objects" ? progress.phase : "wal";
  return {
    phase,
    doneBytes: progress.doneBytes,
    totalBytes: progress.totalBytes,
    walPosition: progress.walPosition,
    etaSeconds,
  };
}
