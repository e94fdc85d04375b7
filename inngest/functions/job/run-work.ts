import { inngest } from "@/inngest/client";
import { dispatchJob } from "@/inngest/dispatch-job";
import { workRequested } from "@/inngest/events";
import { childJobs } from "@/lib/drill/child-jobs";
import { closeWork } from "@/lib/job/close-work";
import { failJob } from "@/lib/job/fail-job";
import { finishJob } from "@/lib/job/finish-job";
import { followUp } from "@/lib/job/follow-up";
import { performStep } from "@/lib/job/perform-step";
import { sendEndMail } from "@/lib/job/send-end-mail";
import { stepsOfJob } from "@/lib/job/steps-of-job";
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
      await failJob(event.data.event.data, error);
      await closeWork(event.data.event.data);
    },
  },
  async ({ event, step }) => {
    const run = event.data;
    const keys = await step.run("steps", () => stepsOfJob(run.jobId));
    const end = await stepsOf(step, run).perform(keys, async (key) => {
      const outcome = await performStep(run, key);
      for (const child of await childJobs(run.jobId)) await dispatchJob(child.kind, child.run);
      return outcome;
    });
    if (end.kind === "done") await step.run("finish", () => finishJob(run));
    else await step.run("close", () => closeWork(run));
    const next = await step.run("follow-up", () => followUp(run));
    for (const job of next) await step.run(`dispatch-${job.run.jobId}`, () => dispatchJob(job.kind, job.run));
    await step.run("tell", () => sendEndMail(run));
    return { outcome: end.kind === "done" ? "succeeded" : end.reason };
  },
);
