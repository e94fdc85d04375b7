import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { JobKinds } from "./job-kind";
import { jobIsLive } from "./job-states";
import { jobRowInclude, jobView } from "./job-view";
import { watchJob } from "./watch-job";

const pageSize = 500;

/**
 * A job as server-sent events (WHATWG HTML §9.2): `job` with its view first and at every change, `log` for each line after
 * `lastEventId`, and `end` when nothing more will come. Reads as fast as the client does: a slow one is sent the latest
 * state, not a backlog of states. `requireReader` throws for whoever may not read (any more); it is asked again with every
 * beat, so a session that is revoked, or a visit that ends, closes what it had open.
 */
export function streamJob(
  kinds: JobKinds,
  jobId: string,
  lastEventId: string | null,
  requireReader: () => Promise<unknown>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let lastId = /^\d{1,18}$/.test(lastEventId ?? "") ? BigInt(lastEventId ?? 0) : 0n;
  let lastVersion = -1;
  let stop = () => {};
  let closed = false;
  let wake: () => void = () => {};
  let changed = true;
  const nextChange = async () => {
    if (!changed)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    changed = false;
  };
  const onChange = () => {
    changed = true;
    wake();
  };
  let idle = false;
  return new ReadableStream<Uint8Array>(
    {
      start() {
        const unwatch = watchJob(jobId, onChange);
        const timer = setInterval(() => {
          idle = true;
          onChange();
        }, env().STREAM_BEAT_MS);
        stop = () => {
          closed = true;
          clearInterval(timer);
          unwatch();
          wake();
        };
      },
      async pull(controller) {
        try {
          while (!closed) {
            await nextChange();
            if (closed) return;
            if (idle) await requireReader();
            const chunk = await readChanges();
            const beat = idle && chunk.text === "" ? ": keep-alive\n\n" : "";
            idle = false;
            if (chunk.text + beat !== "") controller.enqueue(encoder.encode(chunk.text + beat));
            if (chunk.ended) {
              stop();
              controller.close();
            }
            if (chunk.text + beat !== "") return;
          }
        } catch (error) {
          stop();
          if (error instanceof AppError) return controller.close();
          log.warn({ jobId, err: error }, "a job's event stream broke");
          controller.error(error);
        }
      },
      cancel() {
        stop();
      },
    },
    { highWaterMark: 1 },
  );

  async function readChanges(): Promise<{ text: string; ended: boolean }> {
    const job = await db().job.findUnique({ where: { id: jobId }, include: jobRowInclude });
    if (!job) return { text: "event: end\ndata: {}\n\n", ended: true };
    const lines = await db().jobLog.findMany({
      where: { jobId, id: { gt: lastId } },
      orderBy: { id: "asc" },
      take: pageSize,
    });
    let text = "";
    for (const { id, stepKey, message, createdAt } of lines) {
      const data = JSON.stringify({ id: String(id), stepKey, message, createdAt: createdAt.toISOString() });
      text += `id: ${id}\nevent: log\ndata: ${data}\n\n`;
      lastId = id;
    }
    if (lines.length === pageSize) changed = true;
    if (job.version !== lastVersion) {
      text += `event: job\ndata: ${JSON.stringify(await jobView(kinds, job))}\n\n`;
      lastVersion = job.version;
    }
    const ended = !jobIsLive(job.status) && lines.length < pageSize;
    return { text: ended ? `${text}event: end\ndata: {}\n\n` : text, ended };
  }
}
