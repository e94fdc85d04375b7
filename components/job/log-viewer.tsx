"use client";

import { ArrowDownToLine, Search } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { JobLogView, JobView } from "@/lib/job/job-schemas";

interface LogViewerProps {
  lines: JobLogView[];
  job: JobView;
  /** Only this step's lines; null for all. */
  stepKey: string | null;
  onStepChange(key: string | null): void;
}

/** Log lines as they come: of one step or all, searched, followed, copied. */
export function LogViewer({ lines, job, stepKey, onStepChange }: LogViewerProps) {
  const [search, setSearch] = useState("");
  const [follow, setFollow] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return lines.filter(
      (line) =>
        (!stepKey || line.stepKey === stepKey) && (!wanted || line.message.toLowerCase().includes(wanted)),
    );
  }, [lines, stepKey, search]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines scroll into view
  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [shown.length, follow]);

  return (
    <Card className="flex min-w-0 flex-col overflow-hidden">
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-3">
        <label className="relative min-w-40 flex-1">
          <span className="sr-only">Search the log</span>
          <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint" aria-hidden />
          <input
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            placeholder="Search the log"
            className="h-8 w-full rounded-lg border border-line-strong bg-surface pr-2 pl-8 text-sm placeholder:text-ink-faint"
          />
        </label>
        <select
          aria-label="Lines of"
          value={stepKey ?? ""}
          onChange={(event) => onStepChange(event.target.value || null)}
          className="h-8 rounded-lg border border-line-strong bg-surface px-2 text-sm"
        >
          <option value="">All steps</option>
          {job.steps.map((step) => (
            <option key={step.key} value={step.key}>
              {step.title}
            </option>
          ))}
        </select>
        <Button
          size="sm"
          variant={follow ? "secondary" : "ghost"}
          aria-pressed={follow}
          onClick={() => setFollow(!follow)}
        >
          <ArrowDownToLine aria-hidden /> Follow
        </Button>
        <CopyButton
          text={shown.map((line) => `${line.createdAt} ${line.stepKey ?? "job"} ${line.message}`).join("\n")}
          label="Copy these lines"
        />
      </div>
      <div
        ref={box}
        role="log"
        aria-label="Log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        onWheel={(event) => event.deltaY < 0 && setFollow(false)}
        className="h-96 overflow-auto bg-canvas px-4 py-3 font-mono text-xs leading-5"
      >
        {shown.length === 0 ? (
          <p className="text-ink-faint">{lines.length === 0 ? "No lines yet." : "No line matches."}</p>
        ) : (
          shown.map((line) => <Line key={line.id} line={line} />)
        )}
      </div>
    </Card>
  );
}

function Line({ line }: { line: JobLogView }) {
  const time = new Date(line.createdAt).toLocaleTimeString("en", { hour12: false });
  return (
    <div className="flex gap-3">
      <time dateTime={line.createdAt} className="shrink-0 text-ink-faint tabular-nums">
        {time}
      </time>
      <span className="min-w-0 break-words whitespace-pre-wrap text-ink-soft">{line.message}</span>
    </div>
  );
}
