import type { z } from "zod";
import type { TaskReport } from "@/cli/contract/task";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { toAppError } from "@/lib/errors";
import { checkTask } from "@/lib/machine/check-task";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { readTaskResult } from "@/lib/machine/read-task-result";
import { runTask } from "@/lib/machine/run-task";
import type { StepContext } from "./step";
import { insertLogs } from "./write-job";

const waitSeconds = 8;
/** Another backup or restore of the server holds its lock: it is asked again after this many RETRY_PAUSE_MS, 15 s. */
const lockedPauses = 15;

/**
 * Runs `nself <args>` on the server as a named task and answers its data once it ended, or null while it runs, or while the
 * server is busy with other work: then look again. The name comes from job, step, attempt, and how many tasks of it have
 * failed: a look whose connection broke finds the same task again, and only what has ended in failure is started anew.
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
  if (state.notBefore && new Date(state.notBefore) > now()) return null;
  const failures = state.failures?.[task.name] ?? 0;
  const id = [job.id, step.key, task.name, job.attempt, failures].join("-").replaceAll("_", "-");
  const from = state.offsets?.[id];
  const target = machineOfServer(server);
  const report: TaskReport =
    from === undefined
      ? await runTask(target, id, task.args, { stdin: task.stdin, waitSeconds })
      : await checkTask(target, id, { from, waitSeconds });
  const keep = async (change: StepState, lines: string[]) => {
    Object.assign(state, change);
    await write(async (tx) => {
      await tx.jobStep.update({ where: { id: step.id }, data: { state: { ...state } } });
      await insertLogs(tx, job.id, step.key, lines);
    });
  };
  if (from === undefined || report.nextOffset !== from)
    await keep({ offsets: { ...state.offsets, [id]: report.nextOffset } }, report.log);
  if (report.status === "running" || report.status === "not_started") return null;
  try {
    return readTaskResult(report, task.schema);
  } catch (error) {
    const failure = toAppError(error);
    const locked = failure.code === "machine_locked";
    const waited = state.notBefore !== undefined;
    const later = new Date(now().getTime() + lockedPauses * env().RETRY_PAUSE_MS).toISOString();
    await keep(
      { failures: { ...state.failures, [task.name]: failures + 1 }, ...(locked ? { notBefore: later } : {}) },
      locked && !waited ? [`${failure.publicMessage}. Waiting for it to end.`] : [],
    );
    if (locked) return null;
    throw error;
  }
}

interface StepState {
  /** Tasks of a name that ended in failure in this attempt. */
  failures?: Record<string, number>;
  offsets?: Record<string, number>;
  notBefore?: string;
}
