import { createHash } from "node:crypto";
import type { Enrolment } from "@/cli/contract/server";
import { now } from "@/lib/clock";
import { sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { insertLogs, touchJob } from "@/lib/job/write-job";

/**
 * A server reports its SSH host key and certificate request with its one-time token; from then on that key is pinned. The
 * same report again is answered the same; another key under a spent token is refused. Returns the job to wake.
 */
export async function enrolServer(
  token: string,
  enrolment: Enrolment,
): Promise<{ jobId: string | null; hostKeyFingerprint: string }> {
  const { serverId, hostKey, csr, nselfVersion } = enrolment;
  const fingerprint = hostKeyFingerprint(hostKey);
  return await db().$transaction(async (tx) => {
    const row = await tx.enrolToken.findUnique({
      where: { tokenHash: sha256(token) },
      include: { server: true },
    });
    if (!row || row.serverId !== serverId || row.expiresAt <= now()) {
      throw new AppError("unauthenticated", { public: "The enrolment token is unknown or has expired." });
    }
    if (row.usedAt || row.server.hostKey) {
      if (row.server.hostKey === hostKey) return { jobId: null, hostKeyFingerprint: fingerprint };
      throw new AppError("link_spent", { public: "This server has enrolled already." });
    }
    const spent = await tx.enrolToken.updateMany({
      where: { tokenHash: row.tokenHash, usedAt: null },
      data: { usedAt: now() },
    });
    if (spent.count === 0) throw new AppError("link_spent", { public: "This server has enrolled already." });
    const job = await tx.job.findFirst({
      where: { serverId, kind: "provision" },
      orderBy: { createdAt: "desc" },
    });
    // The job first, as every step of it does: two that took them in another order would wait for each other.
    if (job) await tx.$queryRaw`SELECT 1 FROM "Job" WHERE "id" = ${job.id} FOR UPDATE`;
    await tx.server.update({
      where: { id: serverId },
      data: { hostKey, csr, nselfVersion, enrolledAt: now() },
    });
    if (job) {
      await insertLogs(tx, job.id, "bootstrapping", [
        `The server enrolled with nself ${nselfVersion}; host key ${fingerprint} is pinned`,
      ]);
      await touchJob(tx, job.id);
    }
    return { jobId: job?.id ?? null, hostKeyFingerprint: fingerprint };
  });
}

/** As `ssh-keygen -l` prints it. */
function hostKeyFingerprint(hostKey: string): string {
  const body = Buffer.from(hostKey.split(" ")[1] ?? "", "base64");
  return `SHA256:${createHash("sha256").update(body).digest("base64").replace(/=+$/, "")}`;
}
