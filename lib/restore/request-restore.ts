import type { z } from "zod";
import { type Actor, actorId, actorLabel, requirePermission } from "@/lib/access/actor";
import { writeAudit } from "@/lib/audit/write-audit";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { insertJob } from "@/lib/job/insert-job";
import type { JobRun } from "@/lib/job/write-job";
import { createServer } from "@/lib/server/create-server";
import { provisionPlan, restoringStepKeys } from "@/lib/server/jobs/provision-plan";
import { loadServer } from "@/lib/server/load-server";
import type { ServerRow } from "@/lib/server/server-view";
import { restore } from "./jobs/restore";
import { type ResolvedTarget, refusal, resolveTarget } from "./resolve-target";
import type { createRestoreSchema } from "./restore-schemas";

type Order = z.output<typeof createRestoreSchema>;

export interface RequestedRestore {
  restoreId: string;
  kind: string;
  run: JobRun;
}

/**
 * Restores a server to a time or a backup, in place or into a new server; `confirm` is its name, typed. What cannot be
 * reached is refused with the nearest that can (`target_unreachable`). The caller dispatches the job.
 */
export async function requestRestore(
  actor: Actor,
  serverId: string,
  order: Order,
): Promise<RequestedRestore> {
  requirePermission(actor, "server:restore");
  const server = await loadServer(actor, serverId);
  if (order.confirm !== server.name) {
    const message = "Type the server's name exactly as it is.";
    throw new AppError("invalid_request", { public: message, fields: { confirm: message } });
  }
  const resolved = await resolveTarget(serverId, order.target);
  if (!("backup" in resolved)) throw refusal(resolved);
  return order.into === "in_place"
    ? await inPlace(actor, server, resolved, order)
    : await intoNewServer(actor, server, resolved, order, order.into);
}

async function inPlace(
  actor: Actor,
  server: ServerRow,
  target: ResolvedTarget,
  order: Order,
): Promise<RequestedRestore> {
  if (!server.readyAt || !["running", "failed"].includes(server.status)) {
    throw new AppError("action_not_allowed", {
      public: `A server that is ${server.status} cannot be restored in place.`,
      hint: "Restore into a new server.",
    });
  }
  return await db().$transaction(async (tx) => {
    const job = await insertJob(tx, restore, {
      serverId: server.id,
      teamId: server.teamId,
      createdById: actorId(actor),
    });
    const restoreId = newId("restore");
    await tx.restore.create({
      data: { id: restoreId, jobId: job.id, ...rowOf(actor, server, target, order) },
    });
    await audit(tx, actor, server, target, order);
    return { restoreId, kind: restore.name, run: { jobId: job.id, epoch: job.epoch } };
  });
}

/** The order of a server like any other, with the same plugins and one step more: before its health check it gets the data. */
async function intoNewServer(
  actor: Actor,
  server: ServerRow,
  target: ResolvedTarget,
  order: Order,
  into: Exclude<Order["into"], "in_place">,
): Promise<RequestedRestore> {
  const plugins = await db().serverPlugin.findMany({
    where: { serverId: server.id },
    select: { name: true },
  });
  const ordered = await createServer(
    actor,
    {
      name: into.name,
      subdomain: into.subdomain,
      location: into.location ?? server.location,
      serverType: into.serverType ?? server.serverType,
      plugins: plugins.map(({ name }) => name),
    },
    {
      // An operator orders nothing, but may bring a customer's data back beside what is left of it.
      permission: actor.kind === "operator" ? "server:restore" : "server:create",
      stepKeys: restoringStepKeys,
      also: async (tx, { serverId: newServerId, jobId }) => {
        const restoreId = newId("restore");
        await tx.restore.create({
          data: { id: restoreId, jobId, newServerId, ...rowOf(actor, server, target, order) },
        });
        await audit(tx, actor, server, target, order);
        return restoreId;
      },
    },
  );
  return {
    restoreId: ordered.also ?? "",
    kind: provisionPlan.name,
    run: { jobId: ordered.job.id, epoch: ordered.job.epoch },
  };
}

function rowOf(actor: Actor, server: ServerRow, target: ResolvedTarget, order: Order) {
  return {
    serverId: server.id,
    teamId: server.teamId,
    targetAt: target.at,
    exact: target.exact,
    backupId: target.backup.id,
    timeline: target.timeline,
    createdBy: actorLabel(actor),
    reason: order.reason ?? (actor.kind === "operator" ? actor.reason : null),
  };
}

async function audit(
  tx: Parameters<typeof writeAudit>[0],
  actor: Actor,
  server: ServerRow,
  target: ResolvedTarget,
  order: Order,
): Promise<void> {
  await writeAudit(tx, actor, {
    action: "server.restore_requested",
    targetType: "server",
    targetId: server.id,
    serverId: server.id,
    details: {
      target: target.at.toISOString(),
      backup: target.backup.name,
      into: order.into === "in_place" ? "in_place" : order.into.subdomain,
      reason: order.reason ?? null,
    },
  });
}
