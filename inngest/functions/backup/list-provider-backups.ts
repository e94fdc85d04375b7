import { inngest } from "@/inngest/client";
import { syncProviderBackups } from "@/lib/backup/sync-provider-backups";

export const listProviderBackups = inngest.createFunction(
  { id: "list-provider-backups", triggers: [{ cron: "23 * * * *" }], concurrency: 1 },
  async ({ step }) => await step.run("sync", () => syncProviderBackups()),
);
