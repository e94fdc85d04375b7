import { type Actor, actorId, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { now } from "@/lib/clock";
import { db, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { insertJob } from "@/lib/job/insert-job";
import { liveJobStatuses } from "@/lib/job/job-states";
import type { JobRun } from "@/lib/job/write-job";
import { loadServer } from "@/lib/server/load-server";
import type { Server } from "@/prisma/client/client";
import type { DrillTrigger } from "@/prisma/client/enums";
import type { DrillScenario } from "./drill-schemas";
import { drill } from "./jobs/drill";

/** A rehearsal on demand; one at a time for each server. The caller dispatches the job. */
export async function requestDrill(
  actor: Actor,
  serverId: string,
  scenario: DrillScenario,
): Promise<{ drillId: string; run: JobRun }> {
  requirePermission(actor, "server:restore");
  const server = await loadServer(actor, serverId);
  return await db().$transaction(async (tx) => {
    const inserted = await insertDrill(tx, server, { scenario, trigger: "manual" }, actorId(actor));
    await writeAudit(tx, actor, {
      action: "drill.requested",
      targetType: "server",
      targetId: serverId,
      serverId,
      details: { scenario },
    });
    return inserted;
  });
}

export async function insertDrill(
  tx: Tx,
  server: Server,
  order: { scenario: DrillScenario; trigger: DrillTrigger },
  createdById: string | null,
): Promise<{ drillId: string; run: JobRun }> {
  if (!server.readyAt || server.status === "deleting" || server.deletedAt) {
    throw new AppError("action_not_allowed", {
      public: `A server that is ${server.status} has nothing to rehearse with.`,
    });
  }
  await tx.$queryRaw`SELECT 1 FROM "Server" WHERE "id" = ${server.id} FOR UPDATE`;
  const { id: serverId, teamId } = server;
  const live = await tx.job.findFirst({
    where: { serverId, kind: drill.name, status: { in: [...liveJobStatuses] } },
  });
  if (live) throw new AppError("backup_busy", { public: "A drill of this server is running already." });
  const job = await insertJob(tx, drill, { serverId, teamId, createdById });
  const drillId = newId("drill");
  await tx.drill.create({
    data: { id: drillId, serverId, teamId, jobId: job.id, startedAt: now(), ...order },
  });
  return { drillId, run: { jobId: job.id, epoch: job.epoch } };
}
