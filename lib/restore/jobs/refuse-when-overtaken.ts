import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { JobRow } from "@/lib/job/job-view";
import { undoable } from "@/lib/restore/restore-view";

/** A restore or undo was confirmed for the data of then: what came after it is not overwritten without being asked again. */
export async function refuseWhenOvertaken(job: JobRow): Promise<void> {
  const later = await db().job.findFirst({
    where: {
      serverId: job.serverId,
      kind: { in: ["restore", "undo_restore"] },
      createdAt: { gt: job.createdAt },
    },
  });
  const undo = await db().restore.findUnique({ where: { undoJobId: job.id } });
  if (later) {
    throw new AppError("action_not_allowed", {
      public: "The server's data was restored again since.",
      hint: "Begin a new restore.",
    });
  }
  if (undo && !undo.undoneAt && !undoable(undo)) {
    throw new AppError("action_not_allowed", {
      public: "The data from before this restore is not kept any more.",
      hint: "Restore a backup from before it.",
    });
  }
}
