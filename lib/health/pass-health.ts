import { setTimeout as sleep } from "node:timers/promises";
import type { HealthReport } from "@/cli/contract/server";
import { env } from "@/lib/env";
import type { Server } from "@/prisma/client/client";
import { probeHealth } from "./probe-health";

/** Asks a server for its health from outside, several times in a row: one good answer may be luck. */
export async function passHealth(
  server: Pick<Server, "id" | "domain" | "httpsPort">,
): Promise<{ ok: true; report: HealthReport; passes: number } | { ok: false; reason: string }> {
  const { HEALTH_PASSES: passes, HEALTH_PASS_INTERVAL_MS: intervalMs } = env();
  for (let pass = 1; ; pass += 1) {
    const health = await probeHealth({ domain: server.domain, port: server.httpsPort, serverId: server.id });
    if (!health.ok) return { ok: false, reason: health.reason };
    if (pass >= passes) return { ok: true, report: health.report, passes };
    await sleep(intervalMs);
  }
}
