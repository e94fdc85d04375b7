import { inngest } from "@/inngest/client";
import { sweepOrphans as sweep } from "@/lib/server/sweep-orphans";

/** Every hour: nothing billable stays without an owner. */
export const sweepOrphans = inngest.createFunction(
  { id: "sweep-orphans", triggers: [{ cron: "17 * * * *" }], concurrency: 1 },
  async ({ step }) => await step.run("sweep", () => sweep()),
);
