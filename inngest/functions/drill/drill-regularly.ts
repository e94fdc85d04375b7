import { inngest } from "@/inngest/client";
import { dispatchJob } from "@/inngest/dispatch-job";
import { deleteLeftDrillServers } from "@/lib/drill/delete-drill-servers";
import { startDueDrills } from "@/lib/drill/start-due-drills";

export const drillRegularly = inngest.createFunction(
  { id: "drill-regularly", triggers: [{ cron: "41 * * * *" }], concurrency: 1 },
  async ({ step }) => {
    const left = await step.run("delete-left", () => deleteLeftDrillServers());
    for (const run of left) await step.run(`dispatch-${run.jobId}`, () => dispatchJob("deprovision", run));
    const runs = await step.run("start", () => startDueDrills());
    for (const run of runs) await step.run(`dispatch-${run.jobId}`, () => dispatchJob("drill", run));
    return { started: runs.length };
  },
);
