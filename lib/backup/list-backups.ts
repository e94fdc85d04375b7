import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db";
import { loadServer } from "@/lib/server/load-server";
import type { BackupView } from "./backup-schemas";
import { backupRowInclude, backupView } from "./backup-view";

const pageSize = 50;

/** A server's backups, newest first; those that retention has deleted are not shown. */
export async function listBackups(
  actor: Actor,
  serverId: string,
  query: { cursor?: string },
): Promise<{ items: BackupView[]; nextCursor: string | null }> {
  await loadServer(actor, serverId);
  const rows = await db().backup.findMany({
    where: { serverId, teamId: actor.teamId, status: { not: "deleted" } },
    include: backupRowInclude,
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: pageSize + 1,
    ...(query.cursor ? { cursor: { id: query.cursor }, skip: 1 } : {}),
  });
  const items = rows.slice(0, pageSize);
  return {
    items: items.map(backupView),
    nextCursor: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null,
  };
}
