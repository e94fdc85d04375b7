import type { z } from "zod";
import { healthReportSchema } from "@/cli/contract/server";
import { type Actor, actorId, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { insertJob } from "@/lib/job/insert-job";
import type { JobRun } from "@/lib/job/write-job";
import { restartService } from "./jobs/restart-service";
import { loadServer } from "./load-server";
import type { restartSchema } from "./server-schemas";

/** Restarts one service, or all. One that the server does not have is told by the server. The caller dispatches the job. */
export async function requestRestart(
  actor: Actor,
  serverId: string,
  { service }: z.output<typeof restartSchema>,
): Promise<JobRun> {
  requirePermission(actor, restartService.permission);
  const server = await loadServer(actor, serverId);
  if (!server.readyAt || !["running", "failed"].includes(server.status)) {
    throw new AppError("action_not_allowed", {
      public: `A server that is ${server.status} has nothing to restart.`,
      hint: "Wait until it is ready.",
    });
  }
  const services = healthReportSchema.safeParse(server.lastHealth).data?.services.map(({ name }) => name);
  if (service && services && !services.includes(service)) {
    const message = `There is no service ${service} on this server. It has ${services.join(", ")}.`;
    throw new AppError("invalid_request", { public: message, fields: { service: message } });
  }
  return await db().$transaction(async (tx) => {
    const input = { service: service ?? null };
    const wanted = { serverId, teamId: server.teamId, createdById: actorId(actor), input };
    const job = await insertJob(tx, restartService, wanted);
    await writeAudit(tx, actor, {
      action: restartService.audit,
      targetType: "server",
      targetId: serverId,
      serverId,
      details: input,
    });
    return { jobId: job.id, epoch: job.epoch };
  });
}
