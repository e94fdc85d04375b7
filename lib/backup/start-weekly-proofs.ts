import { Cron } from "croner";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { JobRun } from "@/lib/job/write-job";
import type { Server } from "@/prisma/client/client";
import { inMaintenance, nightlyMinute } from "./nightly-minute";
import { insertVerification } from "./request-verification";

const windowMinutes = 12 * 60;
const minuteMs = 60_000;
/** A proof that is due and did not come is caught up with, a few at a time. */
const mostAtOnce = 20;

/**
 * Starts the proofs (level 3) that are due: the newest good backup of every server, weekly by its schedule, spread over
 * half a day by the hash of its id. Dispatch what is returned.
 */
export async function startWeeklyProofs(): Promise<JobRun[]> {
  const servers = await db().server.findMany({
    where: {
      status: "running",
      readyAt: { not: null },
      drillId: null,
      backups: { some: { status: "good", kind: "application" } },
    },
  });
  const runs: JobRun[] = [];
  for (const server of servers) {
    if (runs.length >= mostAtOnce) break;
    const run = await startIfDue(server);
    if (run) runs.push(run);
  }
  return runs;
}

async function startIfDue(server: Server): Promise<JobRun | null> {
  if (inMaintenance(server.maintenanceStartHour, now())) return null;
  const turn = lastTurn(server);
  const last = await db().verification.findFirst({
    where: { serverId: server.id },
    orderBy: { startedAt: "desc" },
  });
  const since = last?.startedAt ?? server.readyAt;
  if (!turn || !since || since >= turn) return null;
  const backup = await db().backup.findFirst({
    where: { serverId: server.id, status: "good", kind: "application" },
    orderBy: { consistentAt: "desc" },
  });
  if (!backup) return null;
  try {
    return await db().$transaction((tx) => insertVerification(tx, backup, null));
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function lastTurn(server: Server): Date | null {
  const offsetMs = nightlyMinute(server.id, windowMinutes) * minuteMs;
  try {
    const cron = new Cron(server.verifySchedule, { timezone: "UTC", paused: true });
    const run = cron.previousRuns(1, new Date(now().getTime() - offsetMs))[0];
    return run ? new Date(run.getTime() + offsetMs) : null;
  } catch {
    return null;
  }
}
