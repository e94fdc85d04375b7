import { now } from "@/lib/clock";
import { sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { insertLogs, touchJob } from "@/lib/job/write-job";

/** A line from a server that cannot be reached by SSH yet: what its bootstrap is doing. Same token as the enrolment. */
export async function reportProgress(
  token: string,
  progress: { serverId: string; message: string },
): Promise<void> {
  const { serverId, message } = progress;
  const row = await db().enrolToken.findUnique({ where: { tokenHash: sha256(token) } });
  if (!row || row.serverId !== serverId || row.expiresAt <= now()) {
    throw new AppError("unauthenticated", { public: "The enrolment token is unknown or has expired." });
  }
  await db().$transaction(async (tx) => {
    const job = await tx.job.findFirst({
      where: { serverId, kind: "provision" },
      orderBy: { createdAt: "desc" },
    });
    if (!job) return;
    await tx.$queryRaw`SELECT 1 FROM "Job" WHERE "id" = ${job.id} FOR UPDATE`;
    await insertLogs(tx, job.id, "bootstrapping", [message]);
    await touchJob(tx, job.id);
  });
}
