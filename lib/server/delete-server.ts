import { type Actor, actorId, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { insertJob } from "@/lib/job/insert-job";
import { jobIsLive } from "@/lib/job/job-states";
import { jobRowInclude } from "@/lib/job/job-view";
import type { JobRun } from "@/lib/job/write-job";
import { markCancelled } from "./jobs/cancel-order";
import { deprovisionPlan } from "./jobs/deprovision-plan";
import { provisionPlan } from "./jobs/provision-plan";
import { serverMay } from "./server-states";

interface Deletion {
  jobId: string;
  kind: string;
  /** To dispatch; null when a run is under way that only needs waking. */
  dispatch: JobRun | null;
}

/**
 * Deletes a server for good; `confirm` is its name, typed. While it is being set up this is a cancellation; otherwise a
 * deprovision job. Works when the machine is gone already, and asking twice answers the job there is.
 */
export async function deleteServer(actor: Actor, serverId: string, confirm: string): Promise<Deletion> {
  requirePermission(actor, "server:delete");
  const server = await db().server.findFirst({ where: { id: serverId, teamId: actor.teamId } });
  if (!server || server.status === "deleted")
    throw new AppError("not_found", { public: "There is no such server." });
  const job = await db().job.findFirst({
    where: { serverId },
    orderBy: { createdAt: "desc" },
    include: jobRowInclude,
  });
  const live = job && jobIsLive(job.status) ? job : null;
  if (
    live &&
    server.status === "deleting" &&
    (live.kind === deprovisionPlan.name || live.status === "cancelling")
  ) {
    return { jobId: live.id, kind: live.kind, dispatch: null };
  }
  if (confirm !== server.name) {
    const message = "Type the server's name exactly as it is.";
    throw new AppError("invalid_request", { public: message, fields: { confirm: message } });
  }
  if (!serverMay("delete", server.status) && server.status !== "deleting") {
    throw new AppError("action_not_allowed", {
      public: `A server that is ${server.status} cannot be deleted.`,
    });
  }
  return await db().$transaction(async (tx): Promise<Deletion> => {
    await writeAudit(tx, actor, {
      action: "server.deleted",
      targetType: "server",
      targetId: serverId,
      serverId,
      details: { name: server.name, domain: server.domain },
    });
    if (live?.kind === provisionPlan.name && !server.readyAt) {
      return { jobId: live.id, kind: live.kind, dispatch: await markCancelled(tx, actor, live) };
    }
    const fresh = await insertJob(tx, deprovisionPlan, {
      serverId,
      teamId: server.teamId,
      createdById: actorId(actor),
    });
    await tx.server.update({ where: { id: serverId }, data: { status: "deleting" } });
    return { jobId: fresh.id, kind: deprovisionPlan.name, dispatch: { jobId: fresh.id, epoch: fresh.epoch } };
  });
}
