import { inngest } from "@/inngest/client";
import { dispatchJob } from "@/inngest/dispatch-job";
import { workRequested } from "@/inngest/events";
import { closeJob } from "@/lib/job/close-job";
import { failJob } from "@/lib/job/fail-job";
import { finishJob } from "@/lib/job/finish-job";
import { childrenOf, jobsAfter } from "@/lib/job/next-jobs";
import { performStep } from "@/lib/job/perform-step";
import { planOfJob } from "@/lib/job/plan-of-job";
import { sendEndMail } from "@/lib/job/send-end-mail";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { oncePerDispatch } from "./once-per-dispatch";
import { stepsOf } from "./run-steps";

/**
 * Jobs whose steps follow each other. A job that stops is closed (a server does not stay in maintenance for a restore that
 * did not come to its switch), and what follows from a good end is begun: a backup after a restore, so that the new
 * history can be restored, too.
 */
export const runWork = inngest.createFunction(
  {
    id: "run-work",
    triggers: [workRequested],
    ...oncePerDispatch,
    retries: 20,
    concurrency: [{ limit: 100 }],
    onFailure: async ({ event, error }) => {
      await failJob(jobKinds, event.data.event.data, error);
      await closeJob(jobKinds, event.data.event.data);
    },
  },
  async ({ event, step }) => {
    const run = event.data;
    const { kind, keys } = await step.run("plan", () => planOfJob(run.jobId));
    const end = await stepsOf(step, run).perform(keys, async (key) => {
      const outcome = await performStep(jobKinds, run, key);
      for (const child of await childrenOf(jobKinds, kind, run)) await dispatchJob(child.kind, child.run);
      return outcome;
    });
    if (end.kind === "done") await step.run("finish", () => finishJob(jobKinds, run));
    else await step.run("close", () => closeJob(jobKinds, run));
    const next = await step.run("follow-up", () => jobsAfter(jobKinds, run));
    for (const job of next) await step.run(`dispatch-${job.run.jobId}`, () => dispatchJob(job.kind, job.run));
    await step.run("tell", () => sendEndMail(jobKinds, run));
    return { outcome: end.kind === "done" ? "succeeded" : end.reason };
  },
);
