import { settledSchema, switchedSchema } from "@/cli/contract/backup";
import { repositoryOf } from "@/lib/backup/open-backup-place";
import { endReadKey, readKeyFor } from "@/lib/backup/read-key";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";
import { prepare } from "./prepare";
import { requestOf, restoreOfJob } from "./restore-of-job";

/**
 * A new server gets the data of another one from its off-site copy alone: the other may be gone. It reads there with a key
 * that can only read, and that ends with this step.
 */
export async function restoringData(context: StepContext): Promise<StepResult> {
  const { server, job, log } = context;
  const found = await restoreOfJob(job.id);
  const origin = await db().server.findUniqueOrThrow({ where: { id: found.restore.serverId } });
  const access = await readKeyFor(origin, server);
  const prepared = await prepare(context, requestOf(found, repositoryOf(origin, access)));
  if (!prepared)
    return { kind: "wait", seconds: 1, note: `Fetching ${found.backup.name} from ${found.backup.region}` };
  const args = ["backup", "switch", found.restore.id];
  if (!(await runServerTask(context, { name: "switch", args, schema: switchedSchema })))
    return { kind: "wait", seconds: 1 };
  const settle = { name: "settle", args: ["backup", "settle", found.restore.id], schema: settledSchema };
  if (!(await runServerTask(context, settle))) return { kind: "wait", seconds: 1 };
  await endReadKey(origin, server);
  await log(`${prepared.rowCount.toLocaleString("en-US")} rows were restored and read without an error`);
  return {
    kind: "done",
    commit: async (tx) => {
      const at = now();
      await tx.restore.update({
        where: { id: found.restore.id },
        data: {
          recoveredTo: prepared.recoveredTo ? new Date(prepared.recoveredTo) : found.restore.targetAt,
          switchedAt: at,
          finishedAt: at,
        },
      });
    },
  };
}
