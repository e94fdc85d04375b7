import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import type { CustomerList } from "./operator-schemas";

/** Asked for anew each time: what an operator sees of customers is not kept. */
export const customersQuery = (words: string) =>
  queryOptions({
    queryKey: ["customers", words],
    queryFn: ({ signal }) =>
      callApi<CustomerList>(`${paths.api}/operator/customers?words=${encodeURIComponent(words)}`, { signal }),
    enabled: words !== "",
    placeholderData: words === "" ? undefined : keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
