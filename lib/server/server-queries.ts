import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";
import type { ServerView } from "./server-schemas";

const settling: ServerView["status"][] = ["provisioning", "deleting"];

/** Pages of the team's servers, newest first. They look again every few seconds while something is under way. */
export const serversQuery = () =>
  infiniteQueryOptions({
    queryKey: ["servers"],
    queryFn: ({ pageParam, signal }) =>
      callApi("GET /api/v1/servers", { query: { cursor: pageParam ?? undefined }, signal }),
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
    queryFn: ({ signal }) => callApi("GET /api/v1/servers/{id}", { params: { id: serverId }, signal }),
  });

export const locationsQuery = () =>
  queryOptions({
    queryKey: ["locations"],
    queryFn: ({ signal }) => callApi("GET /api/v1/locations", { signal }),
    staleTime: 60_000,
  });

export const serverTypesQuery = () =>
  queryOptions({
    queryKey: ["server-types"],
    queryFn: ({ signal }) => callApi("GET /api/v1/server-types", { signal }),
    staleTime: 60_000,
  });

export const subdomainQuery = (name: string) =>
  queryOptions({
    queryKey: ["subdomains", name],
    queryFn: ({ signal }) => callApi("GET /api/v1/subdomains/{name}", { params: { name }, signal }),
    staleTime: 5000,
  });
