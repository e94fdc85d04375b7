import { insertBackup } from "@/lib/backup/request-backup";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { JobKind } from "@/lib/job/job-kind";

/**
 * A restored server begins a history of its own, and one that was undone goes on with its former; both need a base of their
 * own before they can be restored to a moment.
 */
export const backUpAfter =
  (label: string): NonNullable<JobKind["follow"]> =>
  async ({ serverId, server, createdAt }) => {
    const made = await db().backup.findFirst({ where: { serverId, label, startedAt: { gte: createdAt } } });
    if (made) return [];
    try {
      const run = await db().$transaction((tx) =>
        insertBackup(tx, server, { trigger: "first", label }, null),
      );
      return [{ kind: "backup", run }];
    } catch (error) {
      // One that is under way serves as well; the nightly run comes anyhow.
      if (error instanceof AppError) return [];
      throw error;
    }
  };
