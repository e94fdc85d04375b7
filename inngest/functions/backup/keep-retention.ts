import { inngest } from "@/inngest/client";
import { applyRetention, serversWithBackups } from "@/lib/backup/apply-retention";
import { forgetDeletedServer, serversToForget } from "@/lib/backup/forget-deleted-server";

const deletedAtOnce = 50;

/** Hourly: what no promise needs any more is deleted, server by server. */
export const keepRetention = inngest.createFunction(
  { id: "keep-retention", triggers: [{ cron: "17 * * * *" }], concurrency: 1 },
  async ({ step }) => {
    const ids = await step.run("servers", () => serversWithBackups());
    for (const id of ids) await step.run(`retention-${id}`, () => applyRetention(id));
    const forgotten = await step.run("deleted", () => serversToForget(deletedAtOnce));
    for (const id of forgotten) await step.run(`forget-${id}`, () => forgetDeletedServer(id));
    return { servers: ids.length, forgotten: forgotten.length };
  },
);
