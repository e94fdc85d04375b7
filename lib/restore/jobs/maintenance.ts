import { maintenanceSchema } from "@/cli/contract/backup";
import { now } from "@/lib/clock";
import type { StepContext, StepResult } from "@/lib/job/step";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";

/** Visitors get 503 from here on, so that nothing new is written which the restore would put aside. */
export async function maintenanceOn({ server, log }: StepContext): Promise<StepResult> {
  await runNself(machineOfServer(server), ["maintenance", "on"], maintenanceSchema);
  await log("The server answers 503 to visitors");
  return { kind: "done" };
}

export async function maintenanceOff({ server, job, log }: StepContext): Promise<StepResult> {
  await runNself(machineOfServer(server), ["maintenance", "off"], maintenanceSchema);
  await log("Visitors are let in again");
  return {
    kind: "done",
    commit: async (tx) => {
      await tx.restore.updateMany({ where: { jobId: job.id }, data: { finishedAt: now() } });
    },
  };
}
