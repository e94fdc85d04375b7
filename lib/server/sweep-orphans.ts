import { now } from "@/lib/clock";
import { deleteCloudServer } from "@/lib/cloud/delete-cloud-server";
import { listCloudServers } from "@/lib/cloud/list-cloud-servers";
import { db } from "@/lib/db";
import { log } from "@/lib/log";
import { ourLabelSelector } from "./server-names";

const graceMs = 15 * 60_000;

/**
 * Compares what the provider bills with what we own. A machine of a server that is deleted (for longer than a creation call
 * can still be under way) is deleted; one that no row knows is reported and left alone: only people decide about that.
 */
export async function sweepOrphans(): Promise<{ seen: number; deleted: string[]; unknown: string[] }> {
  const machines = await listCloudServers(ourLabelSelector());
  const ids = machines.map((machine) => machine.labels["nself-server"] ?? "");
  const rows = await db().server.findMany({
    where: { id: { in: ids } },
    select: { id: true, deletedAt: true },
  });
  const owners = new Map(rows.map((row) => [row.id, row]));
  const deleted: string[] = [];
  const unknown: string[] = [];
  for (const machine of machines) {
    const owner = owners.get(machine.labels["nself-server"] ?? "");
    if (!owner) unknown.push(machine.name);
    else if (owner.deletedAt && now().getTime() - owner.deletedAt.getTime() > graceMs) {
      await deleteCloudServer(machine.providerId);
      deleted.push(machine.name);
    }
  }
  if (deleted.length + unknown.length > 0)
    log.warn({ deleted, unknown }, "the provider held machines without an owner");
  return { seen: machines.length, deleted, unknown };
}
