import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { jobQuery } from "@/lib/job/job-queries";
import type { JobLogView, JobView } from "@/lib/job/job-schemas";
import { jobIsLive } from "@/lib/job/job-states";
import { paths } from "@/lib/paths";
import { serverQuery, serversQuery } from "@/lib/server/server-queries";
import { resumingStream } from "./resuming-stream";

/** Enough to read on; the whole log of a long job would slow the page. */
const keptLines = 2000;

/**
 * A job's log lines as they come, while its state goes into the query cache. When the stream breaks it is
 * resumed after the last line it has, and meanwhile the page polls.
 */
export function useJobStream(jobId: string, serverId: string): { lines: JobLogView[]; connected: boolean } {
  const client = useQueryClient();
  const [lines, setLines] = useState<JobLogView[]>([]);
  const [connected, setConnected] = useState(true);
  const lastStatus = useRef<string | null>(null);
  const final = !jobIsLive(client.getQueryData(jobQuery(jobId).queryKey)?.status ?? "queued");

  // A retried job is live again: a new stream is opened, which replays the lines from the start.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `final` restarts the stream on purpose
  useEffect(() => {
    setLines([]);
    const refreshServer = () => {
      void client.invalidateQueries({ queryKey: serverQuery(serverId).queryKey });
      void client.invalidateQueries({ queryKey: serversQuery().queryKey, exact: true });
    };
    let pending: JobLogView[] = [];
    const flush = setInterval(() => {
      if (pending.length === 0) return;
      const fresh = pending;
      pending = [];
      setLines((known) => {
        const newest = BigInt(known.at(-1)?.id ?? "0");
        return [...known, ...fresh.filter((line) => BigInt(line.id) > newest)].slice(-keptLines);
      });
    }, 120);
    const stop = resumingStream({
      open: (after) => new EventSource(`${paths.jobEvents(jobId)}${after ? `?after=${after}` : ""}`),
      later: (action, ms) => {
        const timer = setTimeout(action, ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
      onConnected: setConnected,
      on: {
        log: (data) => pending.push(JSON.parse(data) as JobLogView),
        job: (data) => {
          const job = JSON.parse(data) as JobView;
          client.setQueryData(jobQuery(jobId).queryKey, job);
          const health = job.steps.find((step) => step.key === "health_check")?.status;
          const status = `${job.status} ${health}`;
          if (lastStatus.current !== null && lastStatus.current !== status) refreshServer();
          lastStatus.current = status;
        },
      },
      onEnd: refreshServer,
    });
    return () => {
      stop();
      clearInterval(flush);
    };
  }, [jobId, serverId, client, final]);

  useEffect(() => {
    if (connected) return;
    const poll = () => void client.invalidateQueries({ queryKey: jobQuery(jobId).queryKey });
    const timer = setInterval(poll, 3000);
    return () => clearInterval(timer);
  }, [connected, client, jobId]);

  return { lines, connected };
}
