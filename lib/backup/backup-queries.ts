import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";

const settlingMs = 3000;
/** Backups are also begun by the night and by servers themselves. */
const idleMs = 30_000;

/** Newest first. It looks again every few seconds while one is being made or verified, and stays as it is meanwhile. */
export const backupsQuery = (serverId: string) =>
  infiniteQueryOptions({
    queryKey: ["backups", serverId],
    queryFn: ({ pageParam, signal }) =>
      callApi("GET /api/v1/servers/{id}/backups", {
        params: { id: serverId },
        query: { cursor: pageParam ?? undefined },
        signal,
      }),
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
      callApi("GET /api/v1/servers/{id}/backup-overview", { params: { id: serverId }, signal }),
    refetchInterval: 10_000,
  });
