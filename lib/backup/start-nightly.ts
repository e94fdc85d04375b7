import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { liveJobStatuses } from "@/lib/job/job-states";
import type { JobRun } from "@/lib/job/write-job";
import { dueForBackup, nextStarts } from "./nightly-minute";
import { insertBackup } from "./request-backup";

/** Backups that may run at the same time in the whole fleet. */
const atOnce = 100;

interface Row {
  id: string;
  schedule: string;
  maintenanceStartHour: number | null;
  lastGoodAt: Date | null;
  lastStartedAt: Date | null;
}

/**
 * Starts the backups that are due in this minute: spread over the window by the hash of the server's id, outside of
 * maintenance, at most a hundred running at once; what an outage has skipped is caught up with at the same even rate.
 * Dispatch what is returned.
 */
export async function startNightly(): Promise<JobRun[]> {
  if (env().BACKUP_STORES.length === 0) return [];
  const [servers, running] = await Promise.all([
    fleet(),
    db().job.count({ where: { kind: "backup", status: { in: [...liveJobStatuses] } } }),
  ]);
  const due = servers
    .filter((server) => dueForBackup({ ...server, serverId: server.id, now: now() }))
    .map(({ id, lastGoodAt }) => ({ serverId: id, lastGoodAt }));
  const starts = nextStarts({ due, servers: servers.length }).slice(0, Math.max(0, atOnce - running));
  const runs: JobRun[] = [];
  for (const serverId of starts) {
    const run = await startOne(serverId);
    if (run) runs.push(run);
  }
  return runs;
}

/** One query for the fleet: ten thousand servers are a few megabytes. */
async function fleet(): Promise<Row[]> {
  return await db().$queryRaw<Row[]>`
    SELECT s."id", s."backupSchedule" AS "schedule", s."maintenanceStartHour",
      max(b."startedAt") AS "lastStartedAt",
      max(b."consistentAt") FILTER (WHERE b."status" = 'good') AS "lastGoodAt"
    FROM "Server" s LEFT JOIN "Backup" b ON b."serverId" = s."id" AND b."kind" = 'application' AND b."startedAt" > now() - interval '8 days'
    WHERE s."readyAt" IS NOT NULL AND s."deletedAt" IS NULL AND s."status" IN ('running', 'failed') AND s."drillId" IS NULL
    GROUP BY s."id"`;
}

async function startOne(serverId: string): Promise<JobRun | null> {
  const server = await db().server.findUniqueOrThrow({ where: { id: serverId } });
  try {
    return await db().$transaction((tx) =>
      insertBackup(tx, server, { trigger: "nightly", label: null }, null),
    );
  } catch (error) {
    if (error instanceof AppError) return null; // one is being made, or the server is going
    throw error;
  }
}
