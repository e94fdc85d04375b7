import { queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import type { TeamView, TokenView } from "./team-schemas";

export const teamQuery = () =>
  queryOptions({
    queryKey: ["team"],
    queryFn: ({ signal }) => callApi<TeamView>(`${paths.api}/team`, { signal }),
  });

export const tokensQuery = () =>
  queryOptions({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => callApi<{ items: TokenView[] }>(`${paths.api}/tokens`, { signal }),
  });
