import type { AgentReport } from "@/cli/contract/backup";
import { sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import type { Server } from "@/prisma/client/client";
import { markGood } from "./mark-good";
import { readBack } from "./read-back";
import { recordWalStatus } from "./sync-wal";

/**
 * Takes an agent's report: how the log stands, and the backups that it made while nobody asked. Such a backup is read back
 * with our own key before it counts. The token names the server; a report about another one is refused.
 */
export async function recordReport(token: string, report: AgentReport): Promise<void> {
  const server = await db().server.findUnique({ where: { agentTokenHash: sha256(token) } });
  if (!server || server.deletedAt || server.id !== report.serverId) throw new AppError("unauthenticated");
  await recordWalStatus(server.id, report.status);
  if (reading.has(server.id)) return; // the next report names them again
  reading.add(server.id);
  try {
    for (const made of report.backups.filter((one) => one.trigger === "agent")) await adopt(server, made.id);
  } finally {
    reading.delete(server.id);
  }
}

/** Servers whose backups this process reads back: one at a time each, so that a server that reports at will fills no memory. */
const reading = new Set<string>();

async function adopt(server: Server, name: string): Promise<void> {
  const known = await db().backup.findUnique({ where: { serverId_name: { serverId: server.id, name } } });
  if (known) return;
  try {
    const read = await readBack(server, name);
    await db().$transaction(async (tx) => {
      const backup = await tx.backup.create({
        data: {
          id: newId("backup"),
          serverId: server.id,
          teamId: server.teamId,
          name,
          kind: "application",
          trigger: "agent",
          startedAt: new Date(read.manifest.startedAt),
        },
      });
      await markGood(tx, server, backup.id, read);
    });
  } catch (error) {
    // The next report names it again.
    log.warn(
      { serverId: server.id, backup: name, err: error },
      "a backup that the agent made was not taken over",
    );
  }
}
