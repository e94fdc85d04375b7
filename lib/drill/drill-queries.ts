import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";

/** Newest first. */
export const drillsQuery = (serverId: string) =>
  infiniteQueryOptions({
    queryKey: ["drills", "of", serverId],
    queryFn: ({ pageParam, signal }) =>
      callApi("GET /api/v1/servers/{id}/drills", {
        params: { id: serverId },
        query: { cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(({ status }) => status === "running")) ? 5000 : false,
  });

export const drillQuery = (drillId: string) =>
  queryOptions({
    queryKey: ["drills", drillId],
    queryFn: ({ signal }) => callApi("GET /api/v1/drills/{id}", { params: { id: drillId }, signal }),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? 3000 : false),
  });
