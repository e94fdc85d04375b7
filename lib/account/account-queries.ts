import { queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";

export const meQuery = () =>
  queryOptions({
    queryKey: ["me"],
    queryFn: ({ signal }) => callApi("GET /api/v1/me", { signal }),
    staleTime: 60_000,
  });

export const sessionsQuery = () =>
  queryOptions({
    queryKey: ["sessions"],
    queryFn: ({ signal }) => callApi("GET /api/v1/sessions", { signal }),
  });
