import { queryOptions } from "@tanstack/react-query";

/** The job that was begun or seen running in this visit; nothing is asked for, it is only remembered. */
export const watchedJobQuery = (serverId: string) =>
  queryOptions({
    queryKey: ["watched-job", serverId],
    queryFn: () => null as string | null,
    initialData: null,
    staleTime: Number.POSITIVE_INFINITY,
  });
