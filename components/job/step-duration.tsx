"use client";

import { useEffect, useState } from "react";
import { formatDuration } from "@/lib/format";
import type { StepView } from "@/lib/job/job-schemas";

/** How long a step took, takes so far (ticking), or is expected to take. */
export function StepDuration({ step }: { step: StepView }) {
  const running = step.status === "running";
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  if (step.startedAt && step.finishedAt) {
    const seconds = (Date.parse(step.finishedAt) - Date.parse(step.startedAt)) / 1000;
    return <span>{seconds < 1 ? "< 1 s" : formatDuration(seconds)}</span>;
  }
  if (running && step.startedAt && now)
    return <span>{formatDuration((now - Date.parse(step.startedAt)) / 1000)}</span>;
  return step.status === "pending" ? <span>~ {formatDuration(step.expectedSeconds)}</span> : null;
}
