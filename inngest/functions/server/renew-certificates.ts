import { inngest } from "@/inngest/client";
import { dispatchJob } from "@/inngest/dispatch-job";
import { startRenewals } from "@/lib/server/start-renewals";

export const renewCertificates = inngest.createFunction(
  { id: "renew-certificates", triggers: [{ cron: "17 * * * *" }], concurrency: 1 },
  async ({ step }) => {
    const runs = await step.run("start", () => startRenewals());
    for (const run of runs) {
      await step.run(`dispatch-${run.jobId}`, () => dispatchJob("renew_certificate", run));
    }
    return { started: runs.length };
  },
);
