import { useInfiniteQuery, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { backupsQuery } from "@/lib/backup/backup-queries";
import { drillsQuery } from "@/lib/drill/drill-queries";
import { failedRecoveryJob, liveRecoveryJob } from "@/lib/drill/live-job-rules";
import { jobQuery } from "@/lib/job/job-queries";
import { serverQuery } from "@/lib/server/server-queries";
import { watchedJobQuery } from "./watched-job-query";

/** The job to show: the one under way, else the one followed in this visit, else the one that failed last. */
export function useRecoveryJob(serverId: string) {
  const client = useQueryClient();
  const { data: server } = useSuspenseQuery({ ...serverQuery(serverId), refetchInterval: 15_000 });
  const { data: backups } = useInfiniteQuery(backupsQuery(serverId));
  const { data: drills } = useInfiniteQuery(drillsQuery(serverId));
  const { data: watched } = useQuery(watchedJobQuery(serverId));
  const known = {
    serverJob: server.job,
    backups: backups?.pages.flatMap(({ items }) => items) ?? [],
    drills: drills?.pages.flatMap(({ items }) => items) ?? [],
  };
  const live = liveRecoveryJob(known);
  useEffect(() => {
    if (live) client.setQueryData(watchedJobQuery(serverId).queryKey, live);
  }, [live, client, serverId]);
  const jobId = live ?? watched ?? failedRecoveryJob(known);
  const { data: job } = useQuery({ ...jobQuery(jobId ?? ""), enabled: jobId !== null });
  return { server, job: job ?? null };
}
