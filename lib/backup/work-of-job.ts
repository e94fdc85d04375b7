import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db";
import type { BackupView, VerificationView } from "./backup-schemas";
import { backupRowInclude, backupView, verificationView } from "./backup-view";

/** The backup that a job of the team makes. */
export async function backupOfJob({ teamId }: Actor, jobId: string): Promise<BackupView> {
  const where = { jobId, teamId };
  return backupView(await db().backup.findUniqueOrThrow({ where, include: backupRowInclude }));
}

/** The proof that a job of the team carries out. */
export async function verificationOfJob({ teamId }: Actor, jobId: string): Promise<VerificationView> {
  return verificationView(await db().verification.findUniqueOrThrow({ where: { jobId, teamId } }));
}
