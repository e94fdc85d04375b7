import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { JobRun } from "@/lib/job/write-job";
import { insertBackup } from "./request-backup";

/** Once for each server; null when there is one already, or it is a throw-away server. */
export async function requestFirstBackup(serverId: string): Promise<JobRun | null> {
  const server = await db().server.findUniqueOrThrow({ where: { id: serverId } });
  // An installation without a store makes none; the page says so.
  if (env().BACKUP_STORES.length === 0) return null;
  if (server.drillId || (await db().backup.count({ where: { serverId, kind: "application" } })) > 0)
    return null;
  try {
    return await db().$transaction((tx) => insertBackup(tx, server, { trigger: "first", label: null }, null));
  } catch (error) {
    if (error instanceof AppError) return null; // it is being deleted, or somebody was quicker
    throw error;
  }
}
