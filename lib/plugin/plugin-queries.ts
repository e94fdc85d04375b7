import { queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import type { PluginView } from "./plugin-schemas";

export const pluginsQuery = () =>
  queryOptions({
    queryKey: ["plugins"],
    queryFn: ({ signal }) => callApi<{ items: PluginView[] }>(`${paths.api}/plugins`, { signal }),
    staleTime: 60_000,
  });
