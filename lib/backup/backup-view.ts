import type { Backup, Prisma, Server, Verification } from "@/prisma/client/client";
import type { BackupView, VerificationView } from "./backup-schemas";

/** A proof that could not be carried out (a full disk, a lost server) has checked nothing, and says nothing about its backup. */
export const withVerdict = {
  NOT: { status: "failed", checks: { equals: [] } },
} as const satisfies Prisma.VerificationWhereInput;

export const backupRowInclude = {
  verifications: { where: withVerdict, orderBy: { startedAt: "desc" }, take: 1 },
  server: { select: { backupRetentionDays: true } },
} as const satisfies Prisma.BackupInclude;
export type BackupRow = Backup & {
  verifications: Verification[];
  server: Pick<Server, "backupRetentionDays">;
};

const dayMs = 86_400_000;
/** The provider keeps the last seven nightly images (seed: provisioning). */
const providerDays = 7;

export function backupView(backup: BackupRow): BackupView {
  const { startedAt, finishedAt } = backup;
  const verification = backup.verifications[0];
  const days = backup.kind === "snapshot" ? providerDays : backup.server.backupRetentionDays;
  return {
    id: backup.id,
    serverId: backup.serverId,
    name: backup.name ?? "not named yet",
    kind: backup.kind,
    trigger: backup.trigger,
    label: backup.label,
    status: backup.status,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    durationSeconds: finishedAt ? Math.max(0, finishedAt.getTime() - startedAt.getTime()) / 1000 : null,
    sizeBytes: toNumber(backup.sizeBytes),
    storedBytes: toNumber(backup.storedBytes),
    region: backup.region,
    consistentAt: backup.consistentAt?.toISOString() ?? null,
    keptUntil: backup.status === "good" ? new Date(startedAt.getTime() + days * dayMs).toISOString() : null,
    level: toLevel(backup.level),
    verifiedAt: backup.verifiedAt?.toISOString() ?? null,
    verification: verification ? verificationView(verification) : null,
    error: backup.error,
    jobId: backup.jobId,
  };
}

export function verificationView(row: Verification): VerificationView {
  return {
    id: row.id,
    backupId: row.backupId,
    jobId: row.jobId,
    status: row.status,
    level: toLevel(row.level),
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    checks: row.checks as VerificationView["checks"],
    rowCount: toNumber(row.rowCount),
  };
}

/** Sizes and counts stay far below 2^53. */
export const toNumber = (value: bigint | null) => (value === null ? null : Number(value));
const toLevel = (level: number) => Math.max(0, Math.min(3, level)) as BackupView["level"];
