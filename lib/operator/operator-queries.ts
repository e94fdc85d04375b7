import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";

/** Asked for anew each time: what an operator sees of customers is not kept. */
export const customersQuery = (words: string) =>
  queryOptions({
    queryKey: ["customers", words],
    queryFn: ({ signal }) => callApi("GET /api/v1/operator/customers", { query: { words }, signal }),
    enabled: words !== "",
    placeholderData: words === "" ? undefined : keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
