import { z } from "zod";

/** The four words of long work: a named unit that survives the connection that started it. */
export const taskStatusSchema = z.enum(["not_started", "running", "succeeded", "failed"]);

/**
 * `nself task run <id> [--wait <seconds>] -- <nself arguments>` (standard input goes to the task) and
 * `nself task check <id> [--from <offset>] [--wait <seconds>]`. Running a task that runs or has succeeded starts nothing.
 * `log` holds whole lines from byte `from`; ask again from `nextOffset`.
 * `result` is the task's own envelope once it ended.
 */
export const taskReportSchema = z.object({
  id: z.string(),
  status: taskStatusSchema,
  exitCode: z.number().int().nullable(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  log: z.array(z.string()),
  nextOffset: z.number().int().nonnegative(),
  result: z.unknown().nullable(),
});
export type TaskReport = z.infer<typeof taskReportSchema>;

/** `nself task clean <id>`: forgets a task that ended. Cleaning what is not there succeeds; what runs is refused (exit 3). */
export const taskCleanedSchema = z.object({ id: z.string(), cleaned: z.boolean() });
