import { type BackupStatus, backupStatusSchema, type WalRunReport } from "@/cli/contract/backup";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";
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

/** A run only grows: a report that was overtaken on its way takes nothing back that is off-site. */
async function recordRun(serverId: string, run: WalRunReport): Promise<void> {
  const { firstSegment, lastSegment } = run;
  const data = {
    lastSegment,
    storedBytes: run.storedBytes,
    coveredUntil: new Date(run.coveredUntil),
    forkAt: run.parent ? await forkTime(serverId, run) : null,
  };
  const grow = () =>
    db().walRun.updateMany({
      // By the segments and not by the time, which a server's clock may set back.
      where: { serverId, firstSegment, lastSegment: { lte: lastSegment } },
      data,
    });
  if ((await grow()).count > 0) return;
  const created = await db().walRun.createMany({
    data: {
      serverId,
      firstSegment,
      timeline: run.timeline,
      coveredFrom: new Date(run.coveredFrom),
      parentTimeline: run.parent?.timeline ?? null,
      parentForkSegment: run.parent?.forkSegment ?? null,
      ...data,
    },
    skipDuplicates: true,
  });
  // It was there: further than this, or another report made it just now.
  if (created.count === 0) await grow();
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
