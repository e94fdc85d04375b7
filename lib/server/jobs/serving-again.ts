import { now } from "@/lib/clock";
import { passHealth } from "@/lib/health/pass-health";
import type { StepContext, StepResult } from "@/lib/job/step";

/** Health is asked from outside, as after provisioning: this very server, everything required, several times in a row. */
export async function servingAgain({ server, log }: StepContext): Promise<StepResult> {
  const health = await passHealth(server);
  if (!health.ok) return { kind: "wait", seconds: 2, note: `Not healthy yet: ${health.reason}` };
  await log(`Healthy ${health.passes} times in a row`);
  return {
    kind: "done",
    commit: async (tx) => {
      await tx.server.update({
        where: { id: server.id },
        data: { status: "running", lastHealth: health.report, lastHealthAt: now() },
      });
    },
  };
}
