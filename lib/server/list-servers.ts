import { type Actor, requirePermission } from "@/lib/access/actor";
import { db } from "@/lib/db";
import type { ServerPage } from "./server-schemas";
import { serverRowInclude, serverView } from "./server-view";

const pageSize = 50;

/** The team's servers, newest first; deleted ones are not listed. The cursor is the last id seen. */
export async function listServers(actor: Actor, options: { cursor?: string } = {}): Promise<ServerPage> {
  requirePermission(actor, "server:read");
  const rows = await db().server.findMany({
    where: {
      teamId: actor.teamId,
      deletedAt: null,
      drillId: null,
      ...(options.cursor ? { id: { lt: options.cursor } } : {}),
    },
    orderBy: { id: "desc" },
    take: pageSize + 1,
    include: serverRowInclude,
  });
  const items = rows.slice(0, pageSize).map(serverView);
  return { items, nextCursor: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null };
}
