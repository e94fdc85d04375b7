import { queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import type { Me, SessionView } from "./account-schemas";

export const meQuery = () =>
  queryOptions({
    queryKey: ["me"],
    queryFn: ({ signal }) => callApi<Me>(`${paths.api}/me`, { signal }),
    staleTime: 60_000,
  });

export const sessionsQuery = () =>
  queryOptions({
    queryKey: ["sessions"],
    queryFn: ({ signal }) => callApi<{ items: SessionView[] }>(`${paths.api}/sessions`, { signal }),
  });
