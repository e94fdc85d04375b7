import type { z } from "zod";
import type { TaskReport } from "@/cli/contract/task";
import { db } from "@/lib/db";
import { checkTask } from "@/lib/machine/check-task";
import { readTaskResult } from "@/lib/machine/read-task-result";
import { runTask } from "@/lib/machine/run-task";
import { machineOfServer } from "@/lib/server/machine-of-server";
import type { StepContext } from "./step";
import { insertLogs } from "./write-job";

const waitSeconds = 8;

/**
 * Runs `nself <args>` on the server as a named task and answers its data once it ended, or null while it runs: then look
 * again. The name comes from job, step and try, so a repeated look finds the same task and a new try starts a new one.
 * The task's log lines are read on from where we were, in the transaction that remembers where.
 */
export async function runServerTask<S extends z.ZodType>(
  context: StepContext,
  task: { name: string; args: string[]; stdin?: string; schema: S },
): Promise<z.infer<S> | null> {
  const { server, job, step, write } = context;
  if (!step) throw new Error("a task belongs to a step");
  const row = await db().jobStep.findUniqueOrThrow({ where: { id: step.id }, select: { state: true } });
  const state = row.state as StepState;
  const id = [job.id, step.key, task.name, job.attempt, state.tries ?? 0].join("-").replaceAll("_", "-");
  const from = state.offsets?.[id];
  const target = machineOfServer(server);
  const report: TaskReport =
    from === undefined
      ? await runTask(target, id, task.args, { stdin: task.stdin, waitSeconds })
      : await checkTask(target, id, { from, waitSeconds });
  if (from === undefined || report.nextOffset !== from) {
    await write(async (tx) => {
      const offsets = { ...state.offsets, [id]: report.nextOffset };
      await tx.jobStep.update({ where: { id: step.id }, data: { state: { ...state, offsets } } });
      await insertLogs(tx, job.id, step.key, report.log);
    });
  }
  if (report.status === "running" || report.status === "not_started") return null;
  return readTaskResult(report, task.schema);
}

interface StepState {
  tries?: number;
  offsets?: Record<string, number>;
}
