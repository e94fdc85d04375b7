import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { toAppError } from "@/lib/errors";
import { addToReceipt } from "@/lib/job/add-to-receipt";
import type { ReceiptItem } from "@/lib/job/job-schemas";
import type { StepOutcome } from "@/lib/job/step";
import type { JobRun } from "@/lib/job/write-job";
import { insertLogs, SupersededRun, writeJob, writeLogs } from "@/lib/job/write-job";
import { log } from "@/lib/log";
import { releaseAccess } from "@/lib/server/release-access";
import { releaseDns } from "@/lib/server/release-dns";
import { releaseMachine } from "@/lib/server/release-machine";
import type { Server } from "@/prisma/client/client";

type Release = (server: Server) => Promise<ReceiptItem[]>;

/**
 * Takes back all that a cancelled job made and ends it as `cancelled` with the receipt: only when the receipt is complete.
 * Repeats until the providers have confirmed everything; there is no giving up here, since what is left behind costs money.
 */
export async function cleaningUp(run: JobRun, releaseFromAbove: Release): Promise<StepOutcome> {
  try {
    const { server } = await db().job.findUniqueOrThrow({
      where: { id: run.jobId },
      include: { server: true },
    });
    for (const release of [releaseDns, releaseMachine, releaseAccess, releaseFromAbove]) {
      const items = await release(server);
      await writeJob(run, async (tx) => {
        await addToReceipt(tx, run.jobId, items);
        await insertLogs(
          tx,
          run.jobId,
          null,
          items.map((item) => `${item.kind} ${item.name}: ${item.outcome.replace("_", " ")}`),
        );
      });
    }
    await writeJob(run, async (tx) => {
      await tx.jobStep.updateMany({
        where: { jobId: run.jobId, status: { in: ["pending", "running"] } },
        data: { status: "skipped", finishedAt: now() },
      });
      await tx.job.update({
        where: { id: run.jobId },
        data: { status: "cancelled", finishedAt: now(), currentStep: null },
      });
      await tx.server.update({ where: { id: server.id }, data: { status: "deleted", deletedAt: now() } });
    });
    return { kind: "done" };
  } catch (thrown) {
    if (thrown instanceof SupersededRun) return { kind: "stop", reason: "superseded" };
    const error = toAppError(thrown);
    log.warn({ jobId: run.jobId, code: error.code }, "clean-up will be tried again");
    await writeLogs(run, null, [`${error.publicMessage}. The clean-up goes on.`]);
    return { kind: "wait", seconds: Math.max(5, error.retryAfterSeconds ?? 0) };
  }
}
