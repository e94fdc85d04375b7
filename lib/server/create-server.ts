import type { z } from "zod";
import { type Actor, actorId, requirePermission } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import { writeAudit } from "@/lib/audit/write-audit";
import { db, isUniqueViolation, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { insertJob } from "@/lib/job/insert-job";
import type { Job } from "@/prisma/client/client";
import { choosePlugins } from "./choose-plugins";
import { chooseType } from "./choose-type";
import { provisionPlan } from "./jobs/provision-plan";
import { serverAdminEmail } from "./server-admin-email";
import { serverDomain } from "./server-names";
import type { createServerSchema } from "./server-schemas";

/** One constant for the operating system; a server keeps the one it was ordered with. */
const image = "ubuntu-24.04";

interface OrderExtras<T> {
  /** What the order needs, where it is part of something else. */
  permission?: Permission;
  /** The steps of its job, where they differ from every server's. */
  stepKeys?: readonly string[];
  /** The throw-away server of a drill: in no list. */
  drillId?: string;
  /** What else belongs into the same transaction. */
  also?(tx: Tx, made: { serverId: string; jobId: string }): Promise<T>;
}

/**
 * Orders a server: the row that reserves the subdomain, its job and its steps, in one transaction. The unique index
 * decides who gets a subdomain (`subdomain_taken`). The caller dispatches the job.
 */
export async function createServer<T = undefined>(
  actor: Actor,
  order: z.output<typeof createServerSchema>,
  extras: OrderExtras<T> = {},
): Promise<{ serverId: string; job: Job; also: T | null }> {
  requirePermission(actor, extras.permission ?? "server:create");
  const [price, plugins, adminEmail] = await Promise.all([
    chooseType(order.location, order.serverType),
    choosePlugins(actor.teamId, order.plugins),
    serverAdminEmail(actor),
  ]);
  const serverId = newId("server");
  const { teamId } = actor;
  try {
    return await db().$transaction(async (tx) => {
      await tx.server.create({
        data: {
          id: serverId,
          teamId,
          name: order.name,
          subdomain: order.subdomain,
          domain: serverDomain(order.subdomain),
          location: order.location,
          serverType: order.serverType,
          image,
          adminEmail,
          ...price,
          createdById: actorId(actor),
          drillId: extras.drillId ?? null,
          plugins: { create: plugins.map(({ name, version }) => ({ name, version })) },
        },
      });
      const details = {
        name: order.name,
        subdomain: order.subdomain,
        location: order.location,
        serverType: order.serverType,
        plugins: order.plugins,
      };
      await writeAudit(tx, actor, {
        action: "server.created",
        targetType: "server",
        targetId: serverId,
        serverId,
        details,
      });
      const wanted = { serverId, teamId, createdById: actorId(actor) };
      const job = await insertJob(tx, provisionPlan, wanted, extras.stepKeys);
      const also = (await extras.also?.(tx, { serverId, jobId: job.id })) ?? null;
      return { serverId, job, also };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = `${order.subdomain} is taken.`;
    throw new AppError("subdomain_taken", {
      public: message,
      hint: "Pick a different name.",
      fields: { subdomain: message },
    });
  }
}
