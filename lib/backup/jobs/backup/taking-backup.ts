import { backupCreatedSchema } from "@/cli/contract/backup";
import { configureBackups } from "@/lib/backup/configure-backups";
import { db } from "@/lib/db";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";

/** The server makes the backup, stores it in another region and reads it back; then it is named, not yet good. */
export async function takingBackup(context: StepContext): Promise<StepResult> {
  const { server, job } = context;
  const backup = await db().backup.findUniqueOrThrow({ where: { jobId: job.id } });
  const configured = await configureBackups(server);
  const label = backup.label ? ["--label", backup.label] : [];
  const args = ["backup", "create", "--trigger", backup.trigger, ...label];
  const created = await runServerTask(context, { name: "create", args, schema: backupCreatedSchema });
  if (!created) return { kind: "wait", seconds: 2 };
  return {
    kind: "done",
    commit: async (tx) => {
      // The agent's report may have brought the same backup first.
      await tx.backup.deleteMany({ where: { serverId: server.id, name: created.id, jobId: null } });
      await tx.backup.update({
        where: { id: backup.id },
        data: { name: created.id, storeId: configured.backupStoreId, startedAt: new Date(created.startedAt) },
      });
    },
  };
}
