import { infiniteQueryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";

/** Pages of activity, of the team or of one server; `fetchNextPage` loads more. */
export const activityQuery = (serverId?: string) =>
  infiniteQueryOptions({
    queryKey: ["activity", serverId ?? "team"],
    queryFn: ({ pageParam, signal }) => {
      const query = { cursor: pageParam ?? undefined };
      return serverId
        ? callApi("GET /api/v1/servers/{id}/activity", { params: { id: serverId }, query, signal })
        : callApi("GET /api/v1/activity", { query, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
