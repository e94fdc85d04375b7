import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { type Actor, requirePermission } from "@/lib/team/actor";
import type { JobView } from "./job-schemas";
import { type JobRow, jobRowInclude, jobView } from "./job-view";

/** A job of the actor's team; anybody else's is `not_found`. */
export async function getJob(actor: Actor, jobId: string): Promise<JobView> {
  return await jobView(await loadJob(actor, jobId));
}

export async function loadJob(actor: Actor, jobId: string): Promise<JobRow> {
  requirePermission(actor, "server:read");
  const job = await db().job.findFirst({
    where: { id: jobId, teamId: actor.teamId },
    include: jobRowInclude,
  });
  if (!job) throw new AppError("not_found", { public: "There is no such job." });
  return job;
}
