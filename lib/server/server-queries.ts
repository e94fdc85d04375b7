import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import type {
  Location,
  ServerDetail,
  ServerPage,
  ServerType,
  ServerView,
  SubdomainAnswer,
} from "./server-schemas";

const { api } = paths;
const settling: ServerView["status"][] = ["provisioning", "deleting"];

/** Pages of the team's servers, newest first. They look again every few seconds while something is under way. */
export const serversQuery = () =>
  infiniteQueryOptions({
    queryKey: ["servers"],
    queryFn: ({ pageParam, signal }) =>
      callApi<ServerPage>(pageParam ? `${api}/servers?cursor=${pageParam}` : `${api}/servers`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => settling.includes(status)))
        ? 3000
        : false,
  });

export const serverQuery = (serverId: string) =>
  queryOptions({
    queryKey: ["servers", serverId],
    queryFn: ({ signal }) => callApi<ServerDetail>(`${api}/servers/${serverId}`, { signal }),
  });

export const locationsQuery = () =>
  queryOptions({
    queryKey: ["locations"],
    queryFn: ({ signal }) => callApi<{ items: Location[] }>(`${api}/locations`, { signal }),
    staleTime: 60_000,
  });

export const serverTypesQuery = () =>
  queryOptions({
    queryKey: ["server-types"],
    queryFn: ({ signal }) => callApi<{ items: ServerType[] }>(`${api}/server-types`, { signal }),
    staleTime: 60_000,
  });

export const subdomainQuery = (name: string) =>
  queryOptions({
    queryKey: ["subdomains", name],
    queryFn: ({ signal }) =>
      callApi<SubdomainAnswer>(`${api}/subdomains/${encodeURIComponent(name)}`, { signal }),
    staleTime: 5000,
  });
