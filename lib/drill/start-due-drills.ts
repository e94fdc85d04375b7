import { inMaintenance } from "@/lib/backup/nightly-minute";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { JobRun } from "@/lib/job/write-job";
import { insertDrill } from "./request-drill";

/** Throw-away servers cost money and capacity: a few a day for the whole fleet is what 90 days ask for. */
const mostAtOnce = 2;
const dayMs = 86_400_000;

/** Starts the drills that are due: every server's full recovery, each time `drillEveryDays` have passed. Dispatch what is returned. */
export async function startDueDrills(): Promise<JobRun[]> {
  const running = await db().drill.count({ where: { status: "running" } });
  const servers = await db().server.findMany({
    where: {
      status: "running",
      readyAt: { not: null },
      drillId: null,
      backups: { some: { status: "good", kind: "application" } },
    },
    include: { drills: { orderBy: { startedAt: "desc" }, take: 1 } },
    orderBy: { readyAt: "asc" },
  });
  const runs: JobRun[] = [];
  for (const server of servers) {
    if (running + runs.length >= mostAtOnce) break;
    const last = server.drills[0]?.startedAt ?? server.readyAt;
    if (!last || now().getTime() - last.getTime() < server.drillEveryDays * dayMs) continue;
    if (inMaintenance(server.maintenanceStartHour, now())) continue;
    const order = { scenario: "full-restore", trigger: "scheduled" } as const;
    const inserted = await db()
      .$transaction((tx) => insertDrill(tx, server, order, null))
      .catch((error: unknown) => {
        if (error instanceof AppError) return null;
        throw error;
      });
    if (inserted) runs.push(inserted.run);
  }
  return runs;
}
