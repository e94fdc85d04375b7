"use client";

import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { problemOf } from "@/lib/api-client";
import type { RestorePoints } from "@/lib/restore/restore-schemas";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { ConfirmRestore } from "./confirm-restore";
import { type Draft, requestOf, targetOf } from "./draft";
import { IntoPicker } from "./into-picker";
import { PreviewPanel } from "./preview-panel";
import { ProblemAlert } from "./problem-alert";
import { TargetPicker } from "./target-picker";
import { useRestore } from "./use-restore";
import { useRestorePreview } from "./use-restore-preview";

interface Props {
  server: ServerDetail;
  points: RestorePoints;
  draft: Draft;
  onChange(change: Partial<Draft>): void;
}

export function RestoreForm({ server, points, draft, onChange }: Props) {
  const target = targetOf(draft, points.latest);
  const { ask, busy, preview, error } = useRestorePreview(server.id, target);
  const restore = useRestore(server.id);
  const problem = restore.error ? problemOf(restore.error) : null;
  const result = useRef<HTMLDivElement>(null);
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
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!preview?.possible || !target) look();
        else if (!restore.isPending && !restore.isSuccess) restore.mutate(requestOf(draft, target));
      }}
    >
      <TargetPicker serverId={server.id} points={points} draft={draft} onChange={onChange} />
      {preview ? null : (
        <div className="space-y-4">
          <ProblemAlert problem={error ? problemOf(error) : null} />
          <Button type="submit" variant="primary" busy={busy} disabled={!target}>
            Show what would happen
          </Button>
          <p className="text-sm text-ink-faint">Nothing is changed by looking.</p>
        </div>
      )}
      <div ref={result} tabIndex={-1} className="outline-none">
        {preview ? <PreviewPanel preview={preview} busy={busy} onNearest={(at) => look({ at })} /> : null}
      </div>
      {preview?.possible ? (
        <>
          <IntoPicker
            server={server}
            preview={preview}
            draft={draft}
            onChange={onChange}
            fields={problem?.fields}
          />
          <ConfirmRestore
            server={server}
            draft={draft}
            onChange={onChange}
            problem={problem}
            busy={restore.isPending || restore.isSuccess}
          />
        </>
      ) : null}
    </form>
  );
}
