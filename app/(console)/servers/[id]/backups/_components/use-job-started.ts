import { useQueryClient } from "@tanstack/react-query";
import { backupOverviewQuery, backupsQuery } from "@/lib/backup/backup-queries";
import { drillsQuery } from "@/lib/drill/drill-queries";
import { jobQuery } from "@/lib/job/job-queries";
import type { JobView } from "@/lib/job/job-schemas";
import { restorePointsQuery, restoresQuery } from "@/lib/restore/restore-queries";
import { serverQuery } from "@/lib/server/server-queries";
import { watchedJobQuery } from "./watched-job-query";

/** What a backup, restore, verification or drill changes is read again. */
export function useRefreshRecovery(serverId: string): () => void {
  const client = useQueryClient();
  return () => {
    for (const query of [
      backupsQuery(serverId),
      backupOverviewQuery(serverId),
      restorePointsQuery(serverId),
      restoresQuery(serverId),
      drillsQuery(serverId),
    ])
      void client.invalidateQueries({ queryKey: query.queryKey });
  };
}

/** A job that was just answered is known at once, and the pages that show it look again. */
export function useJobStarted(serverId: string): (job: JobView) => void {
  const client = useQueryClient();
  const refresh = useRefreshRecovery(serverId);
  return (job) => {
    client.setQueryData(jobQuery(job.id).queryKey, job);
    client.setQueryData(watchedJobQuery(serverId).queryKey, job.id);
    void client.invalidateQueries({ queryKey: serverQuery(serverId).queryKey, exact: true });
    refresh();
  };
}
