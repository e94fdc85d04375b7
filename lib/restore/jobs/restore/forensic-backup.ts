import { backupCreatedSchema } from "@/cli/contract/backup";
import { markGood } from "@/lib/backup/mark-good";
import { readBack } from "@/lib/backup/read-back";
import { now } from "@/lib/clock";
import { toAppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";
import { restoreOfJob } from "@/lib/restore/jobs/restore-of-job";

/**
 * What is there now is backed up first, corrupted or not (seed: disaster recovery). Where that cannot be done, because the
 * database does not run any more, the restore goes on: the former data folder is kept on the server anyhow.
 */
export async function forensicBackup(context: StepContext): Promise<StepResult> {
  const { server, job, log } = context;
  const { restore } = await restoreOfJob(job.id);
  const label = `forensic-${restore.createdAt.toISOString().slice(0, 10).replaceAll("-", "")}`;
  try {
    const args = ["backup", "create", "--trigger", "forensic", "--label", label];
    const created = await runServerTask(context, { name: "forensic", args, schema: backupCreatedSchema });
    if (!created) return { kind: "wait", seconds: 2 };
    const read = await readBack(server, created.id);
    return {
      kind: "done",
      commit: async (tx) => {
        const where = { serverId_name: { serverId: server.id, name: created.id } };
        const backup = await tx.backup.upsert({
          where,
          create: {
            id: newId("backup"),
            serverId: server.id,
            teamId: server.teamId,
            kind: "application",
            trigger: "forensic",
            name: created.id,
            label,
            startedAt: now(),
          },
          update: {},
        });
        await markGood(tx, server, backup.id, read);
        await tx.restore.update({ where: { id: restore.id }, data: { forensicBackupId: backup.id } });
      },
    };
  } catch (error) {
    const known = toAppError(error);
    if (known.class === "transient" || known.code === "internal") throw error;
    await log(
      `What is there now could not be backed up (${known.publicMessage}). It is kept on the server for 24 hours.`,
    );
    return {
      kind: "done",
      commit: async (tx) => {
        await tx.job.update({
          where: { id: job.id },
          data: {
            warning:
              "The data from before could not be backed up off-site; it is kept on the server for 24 hours.",
          },
        });
      },
    };
  }
}
