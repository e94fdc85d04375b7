import { queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import type { JobView } from "./job-schemas";

export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ["jobs", jobId],
    queryFn: ({ signal }) => callApi<JobView>(`${paths.api}/jobs/${jobId}`, { signal }),
  });
