import { z } from "zod";
import { restartedSchema } from "@/cli/contract/server";
import { defineJobKind } from "@/lib/job/job-kind";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";
import { servingAgain } from "./serving-again";

/** Null: all of them. */
const inputSchema = z.object({ service: z.string().nullable() });

/** One service, or the whole stack, is ended cleanly and started again with the configuration that it has. */
export const restartService = defineJobKind({
  name: "restart_service",
  exclusive: true,
  steps: {
    restarting: { title: "Restarting", expectedSeconds: 15, deadlineSeconds: 900, perform: restarting },
    health_check: {
      title: "Checking health",
      expectedSeconds: 10,
      deadlineSeconds: 600,
      perform: servingAgain,
    },
  },
  title: "Restarting",
  subject: "The restart",
  permission: "server:operate",
  remedy: "Nothing is lost: the data is as it was. Retry restarts again.",
  audit: "server.restart_requested",
  mark: null,
});

async function restarting(context: StepContext): Promise<StepResult> {
  const { service } = inputSchema.parse(context.job.input);
  const args = ["service", "restart", ...(service === null ? [] : [service])];
  const restarted = await runServerTask(context, { name: "restart", args, schema: restartedSchema });
  if (!restarted) return { kind: "wait", seconds: 1, note: "Waiting until it answers again" };
  const { restarted: names, awaySeconds } = restarted;
  await context.log(
    names.length === 1
      ? `${names[0]} was away for ${awaySeconds} s`
      : `${names.length} services were restarted; all answered again after ${awaySeconds} s`,
  );
  return { kind: "done" };
}
