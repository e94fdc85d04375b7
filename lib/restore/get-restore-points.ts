import type { Actor } from "@/lib/access/actor";
import { readCatalogue } from "@/lib/backup/catalogue";
import { restorePoints } from "@/lib/backup/restore-points";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import type { JobKinds } from "@/lib/job/job-kind";
import { loadServer } from "@/lib/server/load-server";
import type { RestorePoints } from "./restore-schemas";

const dayMs = 86_400_000;

/** What can be restored, computed from the catalogue as it is; and what happened on the server, to find one's way by. */
export async function getRestorePoints(
  kinds: JobKinds,
  actor: Actor,
  serverId: string,
): Promise<RestorePoints> {
  await loadServer(actor, serverId);
  const catalogue = await readCatalogue(serverId);
  const offered = restorePoints({ now: now(), ...catalogue });
  return {
    earliest: offered.earliest?.toISOString() ?? null,
    latest: offered.latest?.toISOString() ?? null,
    ranges: offered.ranges.map(({ from, until, timeline }) => ({
      from: from.toISOString(),
      until: until.toISOString(),
      timeline,
    })),
    points: offered.points.map(({ at, grain, baseId }) => ({
      at: at.toISOString(),
      grain,
      backupId: baseId,
    })),
    events: await eventsOf(kinds, serverId),
  };
}

async function eventsOf(kinds: JobKinds, serverId: string): Promise<RestorePoints["events"]> {
  const since = new Date(now().getTime() - 30 * dayMs);
  const [backups, jobs] = await Promise.all([
    db().backup.findMany({
      where: { serverId, kind: "application", status: "good", consistentAt: { gte: since } },
      select: { consistentAt: true, name: true, label: true },
      orderBy: { consistentAt: "asc" },
    }),
    db().job.findMany({
      where: {
        serverId,
        status: "succeeded",
        kind: { in: Object.keys(kinds).filter((name) => kinds[name]?.mark) },
        finishedAt: { gte: since },
      },
      select: { kind: true, finishedAt: true },
    }),
  ]);
  const marks: RestorePoints["events"] = backups.flatMap(({ consistentAt, name, label }) =>
    consistentAt
      ? [{ at: consistentAt.toISOString(), kind: "backup", title: label ?? name ?? "Backup", change: false }]
      : [],
  );
  for (const { kind, finishedAt } of jobs) {
    if (!finishedAt) continue;
    const title = kinds[kind]?.mark;
    if (title) marks.push({ at: finishedAt.toISOString(), kind, title, change: true });
  }
  return marks.sort((a, b) => a.at.localeCompare(b.at));
}
