import { type Actor, requirePermission } from "@/lib/access/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { loadServer } from "@/lib/server/load-server";
import type { Drill } from "@/prisma/client/client";
import { scenarioOf } from "./drill-plan";
import { type DrillView, drillReportSchema } from "./drill-schemas";

const pageSize = 50;

export async function listDrills(
  actor: Actor,
  serverId: string,
  query: { cursor?: string },
): Promise<{ items: DrillView[]; nextCursor: string | null }> {
  await loadServer(actor, serverId);
  const rows = await db().drill.findMany({
    where: { serverId, teamId: actor.teamId },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: pageSize + 1,
    ...(query.cursor ? { cursor: { id: query.cursor }, skip: 1 } : {}),
  });
  const items = rows.slice(0, pageSize);
  return {
    items: items.map(drillView),
    nextCursor: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null,
  };
}

/** A drill of the actor's team; anybody else's is `not_found`. */
export async function getDrill(actor: Actor, drillId: string): Promise<DrillView> {
  requirePermission(actor, "server:read");
  const row = await db().drill.findFirst({ where: { id: drillId, teamId: actor.teamId } });
  if (!row) throw new AppError("not_found", { public: "There is no such drill." });
  return drillView(row);
}

export function drillView(row: Drill): DrillView {
  return {
    id: row.id,
    serverId: row.serverId,
    jobId: row.jobId,
    scenario: scenarioOf(row),
    trigger: row.trigger,
    status: row.status,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    report: drillReportSchema.nullable().catch(null).parse(row.report),
  };
}
