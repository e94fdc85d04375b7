"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { serverQuery } from "@/lib/server/server-queries";

// A visit begins with one of the two; both come rendered from the server.
const loadRunning = () => import("./running-server");
const RunningServer = lazy(() => loadRunning().then((module) => ({ default: module.RunningServer })));
const JobProgress = lazy(() => import("./job-progress").then((module) => ({ default: module.JobProgress })));

/** A running server at a glance; while it is not running, its job is what matters. */
export function ServerOverview({ serverId }: { serverId: string }) {
  const { data: server } = useSuspenseQuery({
    ...serverQuery(serverId),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? 30_000 : false),
  });
  const running = server.status === "running";
  // Who watches a job will see its end: that is there before it is needed, even if a deploy comes between.
  useEffect(() => {
    if (!running) void loadRunning().catch(() => {});
  }, [running]);
  return (
    <Suspense fallback={<Skeleton className="h-64" />}>
      {running ? <RunningServer server={server} /> : <JobProgress serverId={serverId} />}
    </Suspense>
  );
}
