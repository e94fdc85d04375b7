import { inngest } from "@/inngest/client";
import { provisionRequested, serverReady } from "@/inngest/events";
import { failJob } from "@/lib/job/fail-job";
import { finishJob } from "@/lib/job/finish-job";
import { performAside } from "@/lib/job/perform-aside";
import { planOfJob } from "@/lib/job/plan-of-job";
import { sendEndMail } from "@/lib/job/send-end-mail";
import { serverOfJob } from "@/lib/job/server-of-job";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { orderingCertificate } from "@/lib/server/jobs/provision/ordering-certificate";
import { oncePerDispatch } from "./once-per-dispatch";
import { stepsOf } from "./run-steps";

/**
 * The eight steps in their order, with the overlaps of the design: DNS as soon as there is an address, and the certificate
 * while the server is being set up. A cancelled run ends by taking everything back.
 */
export const provisionServer = inngest.createFunction(
  {
    id: "provision-server",
    triggers: [provisionRequested],
    ...oncePerDispatch,
    retries: 20,
    onFailure: async ({ event, error }) => await failJob(jobKinds, event.data.event.data, error),
  },
  async ({ event, step, group }) => {
    const run = event.data;
    const { repeat, perform } = stepsOf(step, run);
    const created = await perform(["creating_server"]);
    const ends =
      created.kind === "stop"
        ? [created]
        : // Nothing races here: this mode lets each branch go on by itself, not only when a step of every branch is done.
          await group.parallel({ mode: "race" }, () =>
            Promise.all([
              perform(["waiting_for_server", "bootstrapping"]),
              perform(["creating_dns"]),
              repeat("ordering_certificate", () => performAside(run, "configuring_ssl", orderingCertificate)),
            ]),
          );
    let end = ends.find((one) => one.kind === "stop");
    const { keys } = await step.run("plan", () => planOfJob(run.jobId));
    const late = ["configuring_ssl", "installing_plugins", "restoring_data", "health_check"];
    end ??= await perform(late.filter((key) => keys.includes(key)));
    if (end.kind === "stop" && end.reason === "cancelled") {
      await repeat("cleaning_up", () => jobKinds.provision.takeBack(run));
    }
    if (end.kind === "stop") {
      await step.run("tell", () => sendEndMail(jobKinds, run));
      return { outcome: end.reason };
    }
    const serverId = await step.run("server", () => serverOfJob(run.jobId));
    await step.sendEvent("ready", serverReady.create({ serverId }, { id: `ready-${serverId}` }));
    if (keys.includes("sending_welcome")) await perform(["sending_welcome"]);
    await step.run("finish", () => finishJob(jobKinds, run));
    return { outcome: "succeeded" };
  },
);
