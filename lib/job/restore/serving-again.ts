import { setTimeout as sleep } from "node:timers/promises";
import { now } from "@/lib/clock";
import { env } from "@/lib/env";
import { probeHealth } from "@/lib/health/probe-health";
import type { StepContext, StepResult } from "@/lib/job/step";

/** Health is asked from outside, as after provisioning: this very server, everything required, several times in a row. */
export async function servingAgain({ server, log }: StepContext): Promise<StepResult> {
  const { HEALTH_PASSES: passes, HEALTH_PASS_INTERVAL_MS: intervalMs } = env();
  let report: object = {};
  for (let pass = 1; pass <= passes; pass += 1) {
    if (pass > 1) await sleep(intervalMs);
    const health = await probeHealth({ domain: server.domain, port: server.httpsPort, serverId: server.id });
    if (!health.ok) return { kind: "wait", seconds: 2, note: `Not healthy yet: ${health.reason}` };
    report = health.report;
  }
  await log(`Healthy ${passes} times in a row`);
  return {
    kind: "done",
    commit: async (tx) => {
      await tx.server.update({
        where: { id: server.id },
        data: { status: "running", lastHealth: report, lastHealthAt: now() },
      });
    },
  };
}
