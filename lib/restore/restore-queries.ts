import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";
import type { RestoreView } from "./restore-schemas";

const isLive = ({ status }: RestoreView) => status === "queued" || status === "running";

export const restorePointsQuery = (serverId: string) =>
  queryOptions({
    queryKey: ["restore-points", serverId],
    queryFn: ({ signal }) =>
      callApi("GET /api/v1/servers/{id}/restore-points", { params: { id: serverId }, signal }),
    refetchInterval: 60_000,
  });

/** Newest first. */
export const restoresQuery = (serverId: string) =>
  infiniteQueryOptions({
    queryKey: ["restores", "of", serverId],
    queryFn: ({ pageParam, signal }) =>
      callApi("GET /api/v1/servers/{id}/restores", {
        params: { id: serverId },
        query: { cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isLive)) ? 5000 : false,
  });

/** One restore, its bytes and position followed while it runs. */
export const restoreQuery = (restoreId: string) =>
  queryOptions({
    queryKey: ["restores", restoreId],
    queryFn: ({ signal }) => callApi("GET /api/v1/restores/{id}", { params: { id: restoreId }, signal }),
    refetchInterval: ({ state }) => (state.data && isLive(state.data) ? 2000 : false),
  });
