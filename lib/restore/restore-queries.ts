import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { callApi } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import type { RestorePoints, RestoreView, restoreListSchema } from "./restore-schemas";

type RestorePage = z.infer<typeof restoreListSchema>;
const isLive = ({ status }: RestoreView) => status === "queued" || status === "running";

export const restorePointsQuery = (serverId: string) =>
  queryOptions({
    queryKey: ["restore-points", serverId],
    queryFn: ({ signal }) =>
      callApi<RestorePoints>(`${paths.api}/servers/${serverId}/restore-points`, { signal }),
    refetchInterval: 60_000,
  });

/** Newest first. */
export const restoresQuery = (serverId: string) =>
  infiniteQueryOptions({
    queryKey: ["restores", "of", serverId],
    queryFn: ({ pageParam, signal }) => {
      const place = `${paths.api}/servers/${serverId}/restores`;
      return callApi<RestorePage>(pageParam ? `${place}?cursor=${pageParam}` : place, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isLive)) ? 5000 : false,
  });

/** One restore, its bytes and position followed while it runs. */
export const restoreQuery = (restoreId: string) =>
  queryOptions({
    queryKey: ["restores", restoreId],
    queryFn: ({ signal }) => callApi<RestoreView>(`${paths.api}/restores/${restoreId}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isLive(state.data) ? 2000 : false),
  });
