import { queryOptions } from "@tanstack/react-query";
import { callApi } from "@/lib/api-client";

export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ["jobs", jobId],
    queryFn: ({ signal }) => callApi("GET /api/v1/jobs/{id}", { params: { id: jobId }, signal }),
  });
