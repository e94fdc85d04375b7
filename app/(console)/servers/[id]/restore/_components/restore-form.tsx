"use client";

import { lazy, Suspense, useEffect, useRef } from "react";
import { ProblemAlert } from "@/components/problem-alert";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { problemOf } from "@/lib/api-client";
import type { RestorePoints } from "@/lib/restore/restore-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { type Draft, targetOf } from "./draft";
import { TargetPicker } from "./target-picker";
import { useRestorePreview } from "./use-restore-preview";

const loadDecision = () => import("./restore-decision");
const RestoreDecision = lazy(() => loadDecision().then((module) => ({ default: module.RestoreDecision })));

interface Props {
  server: ServerDetail;
  points: RestorePoints;
  draft: Draft;
  onChange(change: Partial<Draft>): void;
}

/** First a target and a look at it; then what to do about it. */
export function RestoreForm({ server, points, draft, onChange }: Props) {
  const target = targetOf(draft, points.latest);
  const { ask, busy, preview, error } = useRestorePreview(server.id, target);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => void loadDecision().catch(() => {}), []);
  useEffect(() => {
    if (preview) result.current?.focus();
  }, [preview]);
  const look = (wanted = target) => {
    if (!wanted) return;
    // The newest time moves on; what is looked at stays.
    if ("at" in wanted) onChange({ mode: "time", at: wanted.at });
    ask(wanted);
  };
  return (
    <div className="space-y-5">
      <form
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          look();
        }}
      >
        <TargetPicker serverId={server.id} points={points} draft={draft} onChange={onChange} />
        <ProblemAlert problem={error ? problemOf(error) : null} />
        {preview ? null : (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Button type="submit" variant="primary" busy={busy} disabled={!target}>
              Show what would happen
            </Button>
            <p className="text-sm text-ink-faint">Nothing is changed by looking.</p>
          </div>
        )}
      </form>
      <div ref={result} tabIndex={-1} className="outline-none">
        {preview && target ? (
          <Suspense fallback={<Skeleton className="h-64" />}>
            <RestoreDecision
              server={server}
              preview={preview}
              target={target}
              draft={draft}
              onChange={onChange}
              onNearest={(at) => look({ at })}
            />
          </Suspense>
        ) : null}
      </div>
    </div>
  );
}
