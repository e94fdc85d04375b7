import { inngest } from "@/inngest/client";
import { deprovisionRequested } from "@/inngest/events";
import { failJob } from "@/lib/job/fail-job";
import { finishJob } from "@/lib/job/finish-job";
import { sendEndMail } from "@/lib/job/send-end-mail";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { oncePerDispatch } from "./once-per-dispatch";
import { stepsOf } from "./run-steps";

export const deprovisionServer = inngest.createFunction(
  {
    id: "deprovision-server",
    triggers: [deprovisionRequested],
    ...oncePerDispatch,
    retries: 20,
    onFailure: async ({ event, error }) => await failJob(jobKinds, event.data.event.data, error),
  },
  async ({ event, step }) => {
    const run = event.data;
    const end = await stepsOf(step, run).perform(Object.keys(jobKinds.deprovision.steps));
    if (end.kind === "done") await step.run("finish", () => finishJob(jobKinds, run));
    await step.run("tell", () => sendEndMail(jobKinds, run));
    return { outcome: end.kind === "done" ? "succeeded" : end.reason };
  },
);
