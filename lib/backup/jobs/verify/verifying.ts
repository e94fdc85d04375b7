import { type Verified, verifiedSchema } from "@/cli/contract/backup";
import type { VerificationView } from "@/lib/backup/backup-schemas";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";

/** The server proves one of its backups. That it is bad is an answer, told in red; the job itself has done its work. */
export async function verifying(context: StepContext): Promise<StepResult> {
  const { job, log } = context;
  const verification = await db().verification.findUniqueOrThrow({
    where: { jobId: job.id },
    include: { backup: true },
  });
  const { name } = verification.backup;
  if (!name) throw new AppError("backup_damaged", { internal: `${verification.backupId} has no name` });
  const args = ["backup", "verify", name, "--level", String(verification.wanted)];
  const verified = await runServerTask(context, { name: "verify", args, schema: verifiedSchema });
  if (!verified) return { kind: "wait", seconds: 2 };
  await log(...linesOf(verified));
  return {
    kind: "done",
    commit: async (tx) => {
      const finishedAt = now();
      await tx.verification.update({
        where: { id: verification.id },
        data: {
          status: verified.valid ? "passed" : "failed",
          level: verified.level,
          checks: checksOf(verified),
          rowCount: verified.rowCount,
          finishedAt,
        },
      });
      // A proof that failed takes back what an earlier one said.
      await tx.backup.update({
        where: { id: verification.backupId },
        data: { level: verified.level, verifiedAt: finishedAt },
      });
    },
  };
}

const names = ["checksum", "chain", "restore", "integrity"] as const;

function checksOf(verified: Verified): VerificationView["checks"] {
  return names.map((name) => ({ name, ...verified[name] }));
}

function linesOf(verified: Verified): string[] {
  const word = { passed: "PASS", failed: "FAIL", skipped: "SKIPPED" };
  const title = { checksum: "Checksum", chain: "Log chain", restore: "Restore test", integrity: "Integrity" };
  return [
    `Backup ID: ${verified.id}`,
    ...names.map((name) => `${title[name]}: ${word[verified[name].status]} (${verified[name].detail})`),
    verified.valid ? "Backup is valid and restorable." : "Backup is NOT valid.",
  ];
}
