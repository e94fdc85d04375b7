import { type Actor, requirePermission } from "@/lib/access/actor";
import { db } from "@/lib/db";
import type { ActivityPage } from "./audit-schemas";

/** The team's (or one server's) activity, newest first, `limit` at a time. The cursor is the last sequence seen. */
export async function listActivity(
  actor: Actor,
  options: { serverId?: string; cursor?: number; limit: number },
): Promise<ActivityPage> {
  requirePermission(actor, "activity:read");
  const rows = await db().auditEvent.findMany({
    where: {
      teamId: actor.teamId,
      ...(options.serverId ? { serverId: options.serverId } : {}),
      ...(options.cursor ? { sequence: { lt: options.cursor } } : {}),
    },
    orderBy: { sequence: "desc" },
    take: options.limit + 1,
  });
  const items = rows.slice(0, options.limit);
  return {
    items: items.map((row) => ({
      id: row.id,
      actor: row.actorLabel,
      actorType: row.actorType,
      action: row.action,
      targetType: row.targetType,
      targetId: row.targetId,
      serverId: row.serverId,
      details: row.details as Record<string, unknown>,
      createdAt: row.createdAt.toISOString(),
    })),
    nextCursor: rows.length > options.limit ? String(items.at(-1)?.sequence) : null,
  };
}
