import Link from "next/link";
import { RelativeTime } from "@/components/time/relative-time";
import { Button } from "@/components/ui/button";
import { formatBytes, looksGood, triggerTitles } from "@/lib/backup/backup-rules";
import type { BackupView } from "@/lib/backup/backup-schemas";
import { cn } from "@/lib/class-names";
import { formatDuration } from "@/lib/format";
import { paths } from "@/lib/paths";
import { BackupEvidence } from "./backup-evidence";
import { BackupStatusBadge } from "./backup-status";
import { VerifyButton } from "./verify-button";

interface Props {
  backup: BackupView;
  mayVerify: boolean;
  mayRestore: boolean;
}

export function BackupRow({ backup, mayVerify, mayRestore }: Props) {
  const bad = backup.status === "failed" || backup.verification?.status === "failed";
  const ours = backup.kind === "application";
  const done = backup.status === "good";
  return (
    <li
      className={cn("border-l-4 py-4 pr-5 pl-4", bad ? "border-l-bad bg-bad-soft" : "border-l-transparent")}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-mono text-sm break-all">{backup.name}</span>
            <BackupStatusBadge backup={backup} />
            {backup.label ? <span className="text-sm text-ink-soft">“{backup.label}”</span> : null}
          </div>
          <BackupFacts backup={backup} />
          {backup.error ? <p className="mt-1 text-sm text-bad">{backup.error}</p> : null}
          {ours && done ? (
            <div className="mt-1.5">
              <BackupEvidence backup={backup} />
            </div>
          ) : null}
        </div>
        {ours && done ? (
          <div className="flex gap-2">
            {mayVerify ? <VerifyButton backup={backup} /> : null}
            {mayRestore && looksGood(backup) ? (
              <Button asChild size="sm">
                <Link
                  href={paths.serverRestoreOfBackup(backup.serverId, backup.id)}
                  aria-label={`Restore ${backup.name}`}
                >
                  Restore…
                </Link>
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
    </li>
  );
}

function BackupFacts({ backup }: { backup: BackupView }) {
  const stored = backup.storedBytes === null ? "" : ` (${formatBytes(backup.storedBytes)} stored)`;
  const facts = [
    backup.kind === "snapshot" ? "Provider backup, the whole disk" : triggerTitles[backup.trigger],
    <RelativeTime key="age" time={backup.startedAt} />,
    backup.durationSeconds === null ? null : `took ${formatDuration(backup.durationSeconds)}`,
    backup.sizeBytes === null ? null : `${formatBytes(backup.sizeBytes)}${stored}`,
    backup.region ? `in ${backup.region}` : null,
    backup.keptUntil && backup.status === "good" ? `kept until ${backup.keptUntil.slice(0, 10)}` : null,
  ].filter((fact) => fact !== null);
  return (
    <p className="mt-1 text-sm text-ink-soft tabular-nums">
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts have an order and no state
        <span key={index}>
          {index > 0 ? " · " : ""}
          {fact}
        </span>
      ))}
    </p>
  );
}
