import { type Actor, requirePermission } from "@/lib/access/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { JobKinds } from "./job-kind";
import type { JobView } from "./job-schemas";
import { type JobRow, jobRowInclude, jobView, type ViewedJob } from "./job-view";

/** A job of the actor's team; anybody else's is `not_found`. */
export async function getJob(kinds: JobKinds, actor: Actor, jobId: string): Promise<JobView> {
  requirePermission(actor, "server:read");
  const job = await readViewedJob(jobId, actor.teamId);
  if (!job) throw noSuchJob();
  return await jobView(kinds, job);
}

export async function loadJob(actor: Actor, jobId: string): Promise<JobRow> {
  requirePermission(actor, "server:read");
  const job = await db().job.findFirst({
    where: { id: jobId, teamId: actor.teamId },
    include: jobRowInclude,
  });
  if (!job) throw noSuchJob();
  return job;
}

function noSuchJob(): AppError {
  return new AppError("not_found", { public: "There is no such job." });
}

interface ReadJob extends Omit<ViewedJob, "steps" | "server"> {
  steps: (Omit<ViewedJob["steps"][number], "startedAt" | "finishedAt"> & {
    startedAt: string | null;
    finishedAt: string | null;
  })[];
  server: ViewedJob["server"];
}

/** Browsers and scripts poll this, so it is one round trip instead of Prisma's three. */
async function readViewedJob(jobId: string, teamId: string): Promise<ViewedJob | null> {
  const [row] = await db().$queryRaw<ReadJob[]>`
    SELECT "Job"."id", "Job"."serverId", "Job"."kind", "Job"."status"::text, "Job"."attempt", "Job"."currentStep",
      "Job"."cancelRequestedAt", "Job"."errorCode", "Job"."errorMessage", "Job"."errorHint", "Job"."warning", "Job"."receipt",
      "Job"."createdAt", "Job"."startedAt", "Job"."finishedAt",
      (SELECT coalesce(json_agg(json_build_object('key', "key", 'status', "status", 'startedAt', "startedAt", 'finishedAt', "finishedAt",
          'attempt', "attempt", 'errorCode', "errorCode", 'errorMessage', "errorMessage") ORDER BY "position"), '[]')
        FROM "JobStep" WHERE "jobId" = "Job"."id") AS "steps",
      json_build_object('status', "Server"."status", 'domain', "Server"."domain", 'httpsPort', "Server"."httpsPort", '_count',
        json_build_object('plugins', (SELECT count(*) FROM "ServerPlugin" WHERE "serverId" = "Server"."id"))) AS "server"
    FROM "Job" JOIN "Server" ON "Server"."id" = "Job"."serverId"
    WHERE "Job"."id" = ${jobId} AND "Job"."teamId" = ${teamId}`;
  if (!row) return null;
  const time = (text: string | null) => (text === null ? null : new Date(text));
  const steps = row.steps.map((step) => ({
    ...step,
    startedAt: time(step.startedAt),
    finishedAt: time(step.finishedAt),
  }));
  return { ...row, steps };
}
