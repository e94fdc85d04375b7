import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { callApi } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import type { DrillView, drillListSchema } from "./drill-schemas";

type DrillPage = z.infer<typeof drillListSchema>;

/** Newest first. */
export const drillsQuery = (serverId: string) =>
  infiniteQueryOptions({
    queryKey: ["drills", "of", serverId],
    queryFn: ({ pageParam, signal }) => {
      const place = `${paths.api}/servers/${serverId}/drills`;
      return callApi<DrillPage>(pageParam ? `${place}?cursor=${pageParam}` : place, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(({ status }) => status === "running")) ? 5000 : false,
  });

export const drillQuery = (drillId: string) =>
  queryOptions({
    queryKey: ["drills", drillId],
    queryFn: ({ signal }) => callApi<DrillView>(`${paths.api}/drills/${drillId}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? 3000 : false),
  });
