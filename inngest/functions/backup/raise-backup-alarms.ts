import { inngest } from "@/inngest/client";
import { raiseAlarms } from "@/lib/backup/raise-alarms";

/** Every ten minutes: what is missing says nothing by itself. */
export const raiseBackupAlarms = inngest.createFunction(
  { id: "raise-backup-alarms", triggers: [{ cron: "*/10 * * * *" }], concurrency: 1 },
  async ({ step }) => await step.run("look", () => raiseAlarms()),
);
