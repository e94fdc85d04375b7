import { jobIsLive } from "@/lib/job/job-states";
import type { Job, Prisma, Server } from "@/prisma/client/client";
import { serverUrl } from "./server-names";
import type { ServerView } from "./server-schemas";

export type ServerRow = Server & { jobs: Job[] };

/** The job to show beside a server: the last that kept others out. */
export const serverRowInclude = {
  jobs: {
    where: { exclusive: true },
    orderBy: { createdAt: "desc" },
    take: 1,
  },
} satisfies Prisma.ServerInclude;

export function serverView(server: ServerRow): ServerView {
  const job = server.jobs[0];
  return {
    id: server.id,
    name: server.name,
    subdomain: server.subdomain,
    domain: server.domain,
    url: serverUrl(server),
    status: server.status,
    location: server.location,
    serverType: server.serverType,
    image: server.image,
    monthlyCents: server.monthlyCents,
    currency: server.currency,
    ipv4: server.ipv4,
    ipv6: server.ipv6,
    backupsEnabled: server.backupsEnabled,
    nselfVersion: server.nselfVersion,
    createdAt: server.createdAt.toISOString(),
    readyAt: server.readyAt?.toISOString() ?? null,
    job: job
      ? {
          id: job.id,
          kind: job.kind,
          status: job.status,
          currentStep: jobIsLive(job.status) || job.status === "failed" ? job.currentStep : null,
          warning: job.warning,
          createdAt: job.createdAt.toISOString(),
          finishedAt: job.finishedAt?.toISOString() ?? null,
        }
      : null,
  };
}
