import { queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";

export const teamQuery = () =>
  queryOptions({
    queryKey: ["team"],
    queryFn: ({ signal }) => callApi("GET /api/v1/team", { signal }),
  });

export const tokensQuery = () =>
  queryOptions({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => callApi("GET /api/v1/tokens", { signal }),
  });
