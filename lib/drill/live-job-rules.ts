import type { BackupView } from "@/lib/backup/backup-schemas";
import type { JobView } from "@/lib/job/job-schemas";
import { jobIsLive } from "@/lib/job/job-states";
import type { DrillView } from "./drill-schemas";

interface Known {
  /** The server's own job: of these kinds, only restores and their undoing. */
  serverJob: { id: string; kind: string; status: JobView["status"] } | null;
  backups: Pick<BackupView, "status" | "jobId" | "verification">[];
  drills: Pick<DrillView, "status" | "jobId" | "report">[];
}

/** The job that is under way on a server's backups; each kind stands where its work is listed. Newest lists first. */
export function liveRecoveryJob({ serverJob, backups, drills }: Known): string | null {
  if (serverJob && isRestore(serverJob.kind) && jobIsLive(serverJob.status)) return serverJob.id;
  const making = backups.find(({ status }) => status === "creating")?.jobId;
  const proving = backups.find(({ verification }) => verification?.status === "running")?.verification?.jobId;
  const drilling = drills.find(({ status }) => status === "running")?.jobId;
  return making ?? proving ?? drilling ?? null;
}

/** The last work that failed and was not followed by better: it can be retried. */
export function failedRecoveryJob({ serverJob, backups, drills }: Known): string | null {
  if (serverJob && isRestore(serverJob.kind) && serverJob.status === "failed") return serverJob.id;
  const [backup] = backups;
  if (backup?.status === "failed" && backup.jobId) return backup.jobId;
  const [drill] = drills;
  return drill?.status === "failed" && drill.report === null ? drill.jobId : null;
}

const isRestore = (kind: string) => kind === "restore" || kind === "undo_restore";
