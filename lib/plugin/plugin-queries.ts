import { queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";

export const pluginsQuery = () =>
  queryOptions({
    queryKey: ["plugins"],
    queryFn: ({ signal }) => callApi("GET /api/v1/plugins", { signal }),
    staleTime: 60_000,
  });
