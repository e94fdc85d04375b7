import { inngest } from "@/inngest/client";
import { dispatchJob } from "@/inngest/dispatch-job";
import { serverReady } from "@/inngest/events";
import { requestFirstBackup } from "@/lib/backup/request-first-backup";

/** A server that has become ready gets its first backup at once. */
export const backUpFirst = inngest.createFunction(
  { id: "back-up-first", triggers: [serverReady], retries: 20 },
  async ({ event, step }) => {
    const run = await step.run("request", () => requestFirstBackup(event.data.serverId));
    if (run) await step.run("dispatch", () => dispatchJob("backup", run));
    return { requested: run !== null };
  },
);
