import { inngest } from "@/inngest/client";
import { applyRetention, serversWithBackups } from "@/lib/backup/apply-retention";
import { forgetDeletedServer, serversToForget } from "@/lib/backup/forget-deleted-server";
import { log } from "@/lib/log";

const deletedAtOnce = 500;
/** A run may have at most 1,000 steps: enough for 35,000 servers, and for those that were deleted. */
const perStep = 40;
const atOnce = 5;

interface Steps {
  run(id: string, body: () => Promise<unknown>): Promise<unknown>;
}

/** Hourly: what no promise needs any more is deleted, server by server. */
export const keepRetention = inngest.createFunction(
  { id: "keep-retention", triggers: [{ cron: "17 * * * *" }], concurrency: 1 },
  async ({ step }) => {
    // Those that are gone come first: they are few, and somebody was promised that nothing of them stays.
    const deleted = await step.run("deleted", () => serversToForget(deletedAtOnce));
    await keepEach(step, "forget", deleted, forgetDeletedServer);
    const ids = await step.run("servers", () => serversWithBackups());
    await keepEach(step, "retention", ids, applyRetention);
    return { servers: ids.length, forgotten: deleted.length };
  },
);

/** One step for many servers. One of which nothing can be deleted now holds up no other; it is the next hour's again. */
export async function keepEach(
  step: Steps,
  name: string,
  ids: string[],
  keep: (id: string) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < ids.length; start += perStep) {
    const batch = ids.slice(start, start + perStep);
    await step.run(`${name}-${start}`, async () => {
      for (let from = 0; from < batch.length; from += atOnce) {
        await Promise.all(
          batch.slice(from, from + atOnce).map((serverId) =>
            keep(serverId).catch((error) => {
              log.error({ serverId, err: error }, `${name}: not everything could be deleted`);
            }),
          ),
        );
      }
    });
  }
}
