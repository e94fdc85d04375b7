import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { callApi } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import type { BackupOverview, backupListSchema } from "./backup-schemas";

type BackupPage = z.infer<typeof backupListSchema>;
const settlingMs = 3000;
/** Backups are also begun by the night and by servers themselves. */
const idleMs = 30_000;

/** Newest first. It looks again every few seconds while one is being made or verified, and stays as it is meanwhile. */
export const backupsQuery = (serverId: string) =>
  infiniteQueryOptions({
    queryKey: ["backups", serverId],
    queryFn: ({ pageParam, signal }) => {
      const place = `${paths.api}/servers/${serverId}/backups`;
      return callApi<BackupPage>(pageParam ? `${place}?cursor=${pageParam}` : place, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) =>
        items.some(({ status, verification }) => status === "creating" || verification?.status === "running"),
      )
        ? settlingMs
        : idleMs,
  });

/** What stands above the list. How far the write-ahead log is off-site changes all the time. */
export const backupOverviewQuery = (serverId: string) =>
  queryOptions({
    queryKey: ["backup-overview", serverId],
    queryFn: ({ signal }) =>
      callApi<BackupOverview>(`${paths.api}/servers/${serverId}/backup-overview`, { signal }),
    refetchInterval: 10_000,
  });
