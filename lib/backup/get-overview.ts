import { Cron } from "croner";
import { type BackupStatus, backupStatusSchema } from "@/cli/contract/backup";
import type { Actor } from "@/lib/access/actor";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { loadServer } from "@/lib/server/load-server";
import type { Server, WalRun } from "@/prisma/client/client";
import { nightlyWindowHours } from "./backup-rules";
import type { BackupOverview } from "./backup-schemas";
import { readCatalogue } from "./catalogue";
import { policyOf } from "./change-policy";
import { currentAlarm } from "./current-alarm";
import { nightlyMinute } from "./nightly-minute";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** What a customer wants to know of backups before the list. */
export async function getOverview(actor: Actor, serverId: string): Promise<BackupOverview> {
  const server = await loadServer(actor, serverId);
  const [runs, stored, lastGood, lastDrill, { bases }] = await Promise.all([
    db().walRun.findMany({ where: { serverId }, orderBy: { coveredUntil: "asc" } }),
    db().backup.aggregate({
      where: { serverId, status: "good", kind: "application" },
      _sum: { storedBytes: true },
    }),
    db().backup.findFirst({
      where: { serverId, status: "good", kind: "application" },
      orderBy: { consistentAt: "desc" },
    }),
    db().drill.findFirst({ where: { serverId }, orderBy: { startedAt: "desc" } }),
    readCatalogue(serverId),
  ]);
  const store = env().BACKUP_STORES.find(({ id }) => id === server.backupStoreId);
  const walBytes = runs.reduce((sum, run) => sum + Number(run.storedBytes), 0);
  const storedBytes = Number(stored._sum.storedBytes ?? 0) + walBytes;
  const status = backupStatusSchema.nullable().catch(null).parse(server.backupStatus);
  return {
    configured: server.backupConfiguredAt !== null,
    region: store?.region ?? null,
    serverLocation: server.location,
    lastGoodAt: lastGood?.consistentAt?.toISOString() ?? null,
    alarm: await currentAlarm(server, bases, status),
    nextRunAt: server.readyAt ? nextRun(server) : null,
    nextVerificationAt: next(server.verifySchedule)?.toISOString() ?? null,
    nextDrillAt: server.readyAt
      ? new Date(
          (lastDrill?.startedAt ?? server.readyAt).getTime() + server.drillEveryDays * dayMs,
        ).toISOString()
      : null,
    storedBytes,
    monthlyCents: Math.ceil((storedBytes / 1e9) * (store?.centsPerGbMonth ?? 0)),
    currency: server.currency,
    wal: walView(status, server, runs),
    policy: policyOf(server),
  };
}

function nextRun(server: Server): string | null {
  const offset = nightlyMinute(server.id, nightlyWindowHours * 60) * minuteMs;
  const start = next(server.backupSchedule, new Date(now().getTime() - offset));
  return start ? new Date(start.getTime() + offset).toISOString() : null;
}

function next(schedule: string, after = now()): Date | null {
  try {
    return new Cron(schedule, { timezone: "UTC", paused: true }).nextRun(after);
  } catch {
    return null;
  }
}

/** A report that is old says nothing of the present. */
const reportIsOldSeconds = 600;

function walView(status: BackupStatus | null, server: Server, runs: WalRun[]): BackupOverview["wal"] {
  const ageSeconds = server.backupReportedAt
    ? (now().getTime() - server.backupReportedAt.getTime()) / 1000
    : null;
  const fresh = status !== null && ageSeconds !== null && ageSeconds < reportIsOldSeconds;
  return {
    state: fresh ? status.wal.state : "unknown",
    shippedThrough: runs.at(-1)?.coveredUntil.toISOString() ?? null,
    lagSeconds: fresh ? status.wal.lagSeconds : null,
    spoolBytes: fresh ? status.wal.spoolBytes : null,
    diskFreeBytes: status ? Math.round(status.disk.freeBytes) : null,
    diskTotalBytes: status ? Math.round(status.disk.totalBytes) : null,
    gaps: gapsBetween(runs),
    alarm: fresh ? (status.wal.alarm ?? status.wal.lastError) : null,
    reportedAt: server.backupReportedAt?.toISOString() ?? null,
  };
}

/** Runs of one timeline that do not join, within what is still kept. */
function gapsBetween(runs: WalRun[]): BackupOverview["wal"]["gaps"] {
  const gaps: BackupOverview["wal"]["gaps"] = [];
  for (const [index, run] of runs.entries()) {
    const before = runs.slice(0, index).findLast((one) => one.timeline === run.timeline);
    if (before && run.coveredFrom > before.coveredUntil) {
      gaps.push({ from: before.coveredUntil.toISOString(), until: run.coveredFrom.toISOString() });
    }
  }
  return gaps;
}
