import {
  type Prepared,
  preparedSchema,
  type RestoreRequest,
  restoreProgressSchema,
} from "@/cli/contract/backup";
import { db } from "@/lib/db";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext } from "@/lib/job/step";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";

/** Restores beside what serves, and tells how far it has come; null while it goes on. */
export async function prepare(context: StepContext, request: RestoreRequest): Promise<Prepared | null> {
  const prepared = await runServerTask(context, {
    name: "prepare",
    args: ["backup", "prepare"],
    stdin: JSON.stringify(request),
    schema: preparedSchema,
  });
  if (prepared) return prepared;
  const target = machineOfServer(context.server);
  const progress = await runNself(
    target,
    ["backup", "progress", request.restoreId],
    restoreProgressSchema,
  ).catch(
    () => null, // it has not begun to count yet; the next look tells more
  );
  if (progress) await db().restore.update({ where: { id: request.restoreId }, data: { progress } });
  return null;
}
