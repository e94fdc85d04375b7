import path from "node:path";
import { z } from "zod";
import { Failure } from "@/cli/lib/failure";
import type { Paths } from "@/cli/lib/paths";
import { processIdentitySchema } from "@/cli/lib/process-identity";

/** Who runs the task: written by the one who started it. */
export const taskProcessSchema = processIdentitySchema.extend({ startedAt: z.iso.datetime() });
/** Written by the task itself as its last act. */
export const taskExitSchema = z.object({ exitCode: z.number().int(), finishedAt: z.iso.datetime() });

/** The files of one task. The id becomes a folder and a unit name, hence its narrow shape. */
export function taskFiles(paths: Paths, id: string) {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(id)) {
    throw new Failure("usage", "A task's id is letters, digits, dot, dash and underscore", { exit: "usage" });
  }
  const folder = path.join(paths.tasks, id);
  return {
    folder,
    lock: path.join(paths.tasks, `.${id}.lock`),
    unit: `nself-task-${id}`,
    input: path.join(folder, "input"),
    output: path.join(folder, "output"),
    log: path.join(folder, "log"),
    process: path.join(folder, "process.json"),
    exit: path.join(folder, "exit.json"),
  };
}
export type TaskFiles = ReturnType<typeof taskFiles>;
