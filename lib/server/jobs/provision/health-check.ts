import { now } from "@/lib/clock";
import { passHealth } from "@/lib/health/pass-health";
import type { StepContext, StepResult } from "@/lib/job/step";

/**
 * `https://<domain>/health` through public DNS: valid chain, an answer that names this server, everything required healthy,
 * several times in a row. Then the server is ready, and its first application backup is asked for.
 */
export async function healthCheck({ server, log }: StepContext): Promise<StepResult> {
  const health = await passHealth(server);
  if (!health.ok) return { kind: "wait", seconds: 2, note: `Not healthy yet: ${health.reason}` };
  await log(`Healthy ${health.passes} times in a row`);
  return {
    kind: "done",
    commit: async (tx) => {
      await tx.server.update({
        where: { id: server.id },
        data: {
          status: "running",
          readyAt: server.readyAt ?? now(),
          firstBackupRequestedAt: server.firstBackupRequestedAt ?? now(),
          lastHealth: health.report,
          lastHealthAt: now(),
        },
      });
    },
  };
}
