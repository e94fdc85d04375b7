import { type BackupStatus, backupStatusSchema, type WalRunReport } from "@/cli/contract/backup";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { runNself } from "@/lib/machine/run-nself";
import { machineOfServer } from "@/lib/server/machine-of-server";
import type { Server } from "@/prisma/client/client";
import { isDeleted, readDeletedWal } from "./deleted-wal";

/** Asks a server how its write-ahead log stands and records it. */
export async function syncWal(server: Server): Promise<BackupStatus> {
  const status = await runNself(machineOfServer(server), ["backup", "status"], backupStatusSchema);
  await recordWalStatus(server.id, status);
  return status;
}

/** Records the runs of log that are off-site, and the status as it was told. What retention has deleted stays deleted. */
export async function recordWalStatus(serverId: string, status: BackupStatus): Promise<void> {
  const deleted = await readDeletedWal(serverId);
  for (const run of status.wal.runs) if (!isDeleted(run, deleted)) await recordRun(serverId, run);
  await db().server.update({
    where: { id: serverId },
    data: { backupStatus: status, backupReportedAt: now() },
  });
}

async function recordRun(serverId: string, run: WalRunReport): Promise<void> {
  const { firstSegment } = run;
  const data = {
    lastSegment: run.lastSegment,
    storedBytes: run.storedBytes,
    coveredUntil: new Date(run.coveredUntil),
    forkAt: run.parent ? await forkTime(serverId, run) : null,
  };
  await db().walRun.upsert({
    where: { serverId_firstSegment: { serverId, firstSegment } },
    create: {
      serverId,
      firstSegment,
      timeline: run.timeline,
      coveredFrom: new Date(run.coveredFrom),
      parentTimeline: run.parent?.timeline ?? null,
      parentForkSegment: run.parent?.forkSegment ?? null,
      ...data,
    },
    update: data,
  });
}

/** Which restore began this timeline tells where exactly it left its parent. */
async function forkTime(serverId: string, run: WalRunReport): Promise<Date | null> {
  const restore = await db().restore.findFirst({
    where: {
      serverId,
      newServerId: null,
      switchedAt: { not: null },
      createdAt: { lte: new Date(run.coveredFrom) },
    },
    orderBy: { createdAt: "desc" },
  });
  return restore?.targetAt ?? null;
}
