import { type Actor, requirePermission } from "@/lib/access/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { loadServer } from "@/lib/server/load-server";
import type { Restore } from "@/prisma/client/client";
import type { RestoreView } from "./restore-schemas";
import { restoreView } from "./restore-view";

const pageSize = 50;
/** Restores of rehearsals are told by their drill. */
export const drillActor = "drill";

/** A page of a server's restores, into itself and into new ones, newest first. */
export async function listRestores(
  actor: Actor,
  serverId: string,
  query: { cursor?: string },
): Promise<{ items: RestoreView[]; nextCursor: string | null }> {
  await loadServer(actor, serverId);
  const rows = await db().restore.findMany({
    where: {
      teamId: actor.teamId,
      createdBy: { not: drillActor },
      OR: [{ serverId }, { newServerId: serverId }],
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: pageSize + 1,
    ...(query.cursor ? { cursor: { id: query.cursor }, skip: 1 } : {}),
  });
  const items = rows.slice(0, pageSize);
  return {
    items: await viewsOf(items),
    nextCursor: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null,
  };
}

/** A restore of the actor's team; anybody else's is `not_found`. */
export async function getRestore(actor: Actor, restoreId: string): Promise<RestoreView> {
  requirePermission(actor, "server:read");
  const row = await db().restore.findFirst({ where: { id: restoreId, teamId: actor.teamId } });
  const view = row ? (await viewsOf([row]))[0] : null;
  if (!view) throw new AppError("not_found", { public: "There is no such restore." });
  return view;
}

async function viewsOf(rows: Restore[]): Promise<RestoreView[]> {
  const [jobs, backups] = await Promise.all([
    db().job.findMany({
      where: { id: { in: rows.map((row) => row.jobId) } },
      select: { id: true, status: true },
    }),
    db().backup.findMany({
      where: { id: { in: rows.map((row) => row.backupId) } },
      select: { id: true, name: true },
    }),
  ]);
  const statuses = new Map(jobs.map(({ id, status }) => [id, status]));
  const names = new Map(backups.map(({ id, name }) => [id, name]));
  return rows.map((row) =>
    restoreView(row, { status: statuses.get(row.jobId) ?? "failed" }, names.get(row.backupId) ?? null),
  );
}
