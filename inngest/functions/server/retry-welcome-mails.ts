import { inngest } from "@/inngest/client";
import { retryWelcomeMails as retryAll } from "@/lib/server/retry-welcome-mails";

/** Every five minutes, for a day after a server became ready without its mail. */
export const retryWelcomeMails = inngest.createFunction(
  { id: "retry-welcome-mails", triggers: [{ cron: "*/5 * * * *" }], concurrency: 1, retries: 0 },
  async ({ step }) => ({ sent: await step.run("send", () => retryAll()) }),
);
