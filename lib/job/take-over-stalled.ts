import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { handOver } from "./hand-over";
import type { QueuedJob } from "./job-kind";

/** A queued job that was not picked up in this time is sent again. */
const pickUpSeconds = 60;
/** Waiting runs look at least every half minute, and one look takes at most about a minute. */
const heartbeatSeconds = 240;

/**
 * Live jobs whose run was lost (the engine wiped, the event never sent, the app killed for good), each with a new epoch that
 * shuts out the run that may still be somewhere. Dispatch what is returned.
 */
export async function takeOverStalled(): Promise<QueuedJob[]> {
  const ago = (seconds: number) => new Date(now().getTime() - seconds * 1000);
  const stalled = await db().job.findMany({
    where: {
      OR: [
        { status: "queued", createdAt: { lt: ago(5) }, dispatchedAt: null },
        { status: "queued", dispatchedAt: { lt: ago(pickUpSeconds) } },
        { status: { in: ["running", "cancelling"] }, heartbeatAt: { lt: ago(heartbeatSeconds) } },
      ],
    },
    select: { id: true, epoch: true },
    take: 500,
  });
  const taken = await Promise.all(stalled.map(({ id, epoch }) => handOver({ jobId: id, epoch })));
  return taken.filter((one) => one !== null);
}
