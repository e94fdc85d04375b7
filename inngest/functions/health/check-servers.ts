import { inngest } from "@/inngest/client";
import { checkServer, serversToCheck } from "@/lib/health/check-server";

const perMinute = 500;
const atOnce = 25;

/** Every minute: the health of the running servers as their users see it, a few at a time. */
export const checkServers = inngest.createFunction(
  { id: "check-servers", triggers: [{ cron: "* * * * *" }], concurrency: 1, retries: 0 },
  async ({ step }) => {
    const ids = await step.run("list", () => serversToCheck(perMinute));
    let healthy = 0;
    for (let start = 0; start < ids.length; start += atOnce) {
      const group = ids.slice(start, start + atOnce);
      const answers = await step.run(`check-${start}`, () => Promise.all(group.map((id) => checkServer(id))));
      healthy += answers.filter((answer) => answer.healthy).length;
    }
    return { checked: ids.length, healthy };
  },
);
