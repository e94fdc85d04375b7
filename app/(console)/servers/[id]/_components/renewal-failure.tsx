"use client";

import { useQuery } from "@tanstack/react-query";
import { jobQuery } from "@/lib/job/job-queries";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { JobFailure } from "./job-failure";

/** Why the certificate could not be renewed, while the server goes on serving with the one it has. */
export function RenewalFailure({ server, jobId }: { server: ServerDetail; jobId: string }) {
  const { data: job } = useQuery(jobQuery(jobId));
  return job?.error ? <JobFailure server={server} job={job} error={job.error} /> : null;
}
