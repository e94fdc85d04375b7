import { infiniteQueryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import type { ActivityPage } from "./audit-schemas";

/** Pages of activity, of the team or of one server; `fetchNextPage` loads more. */
export const activityQuery = (serverId?: string) =>
  infiniteQueryOptions({
    queryKey: ["activity", serverId ?? "team"],
    queryFn: ({ pageParam, signal }) => {
      const place = serverId ? `${paths.api}/servers/${serverId}/activity` : `${paths.api}/activity`;
      return callApi<ActivityPage>(pageParam ? `${place}?cursor=${pageParam}` : place, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
