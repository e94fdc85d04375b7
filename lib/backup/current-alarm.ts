import type { BackupStatus } from "@/cli/contract/backup";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import type { Prisma, Server } from "@/prisma/client/client";
import { withVerdict } from "./backup-view";
import type { BaseFact } from "./catalogue-facts";
import { backupAlarm } from "./nightly-minute";

const silentSeconds = 1800;

/**
 * The most pressing thing that is wrong with a server's backups, in a sentence, or null. Absence is what alarms: of a good
 * backup, of the agent's word, of the log off-site; and a proof that failed.
 */
export async function currentAlarm(
  server: Server,
  bases: readonly BaseFact[],
  status: BackupStatus | null,
): Promise<string | null> {
  if (!server.readyAt || server.status === "deleting" || server.status === "deleted") return null;
  const lastProof = (where: Prisma.VerificationWhereInput) =>
    db().verification.findFirst({
      where: { serverId: server.id, status: { not: "running" }, ...where },
      orderBy: { startedAt: "desc" },
      include: { backup: { select: { name: true } } },
    });
  const verdict = await lastProof(withVerdict);
  if (verdict?.status === "failed") {
    return `The last verification failed: ${verdict.backup.name ?? "a backup"} could not be proven. Make a new backup and verify it.`;
  }
  const good = bases.filter((base) => base.status === "good").map((base) => base.consistentAt.getTime());
  const lastGoodAt = good.length > 0 ? new Date(Math.max(...good)) : null;
  const absence = backupAlarm({ lastGoodAt, readyAt: server.readyAt, now: now() });
  if (absence) return absence;
  const provider = await providerAlarm(server);
  if (provider) return provider;
  const last = await lastProof({});
  if (last && last.id !== verdict?.id) {
    return "The last verification could not be carried out; its job says why. The backup is as good as it was: verify it again.";
  }
  if (!server.backupConfiguredAt) return null;
  const reportedAt = server.backupReportedAt?.getTime() ?? server.backupConfiguredAt.getTime();
  if (now().getTime() - reportedAt > silentSeconds * 1000) {
    return "The server has not told for half an hour how its write-ahead log stands.";
  }
  return status?.wal.alarm ?? null;
}

/** The provider picks the hour, and may move it: two nights without one are too many. */
const providerHours = 50;

async function providerAlarm(server: Server): Promise<string | null> {
  if (!server.backupsEnabled || !server.readyAt) return null;
  const since = new Date(now().getTime() - providerHours * 3_600_000);
  if (server.readyAt > since) return null;
  const fresh = await db().backup.count({
    where: { serverId: server.id, kind: "snapshot", status: "good", startedAt: { gt: since } },
  });
  return fresh > 0
    ? null
    : "The provider has made no backup of this server for two nights. Ours are not affected.";
}
