import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { probeHealth } from "./probe-health";

/** Ids of the servers whose health is to be looked at: the running ones, those longest not seen first. */
export async function serversToCheck(limit: number): Promise<string[]> {
  const rows = await db().server.findMany({
    where: { status: "running" },
    orderBy: { lastHealthAt: { sort: "asc", nulls: "first" } },
    take: limit,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/**
 * Asks a server for its health from outside and keeps the answer. One that names another server, or none at all, is not
 * kept: the page then shows the last one with its age.
 */
export async function checkServer(serverId: string): Promise<{ healthy: boolean; reason: string | null }> {
  const server = await db().server.findFirst({ where: { id: serverId, status: "running" } });
  if (!server) return { healthy: false, reason: "not running" };
  const health = await probeHealth({ domain: server.domain, port: server.httpsPort, serverId });
  const report = health.report;
  if (report && report.serverId === serverId) {
    await db().server.updateMany({
      where: { id: serverId, status: "running" },
      data: { lastHealth: report, lastHealthAt: now() },
    });
  }
  return health.ok ? { healthy: true, reason: null } : { healthy: false, reason: health.reason };
}
