import { ProgressBar } from "@/components/backup/progress-bar";
import { formatBytes } from "@/lib/backup/backup-rules";
import { formatDuration } from "@/lib/format";
import type { RestoreView } from "@/lib/restore/restore-schemas";

type Progress = NonNullable<RestoreView["progress"]>;

const phases: Record<Progress["phase"], string> = {
  files: "Fetching the backup",
  wal: "Replaying changes",
  objects: "Fetching files",
};

/** The part that takes long, by bytes and by the position in the log. */
export function RestoreMeter({ progress }: { progress: Progress }) {
  const { phase, doneBytes, totalBytes, walPosition, etaSeconds } = progress;
  const percent = totalBytes > 0 ? Math.min(100, Math.round((doneBytes / totalBytes) * 100)) : 0;
  return (
    <div className="mt-4 text-sm">
      <div className="flex flex-wrap justify-between gap-x-4 tabular-nums">
        <span className="font-medium">{phases[phase]}</span>
        <span className="text-ink-soft">
          {formatBytes(doneBytes)} of {formatBytes(totalBytes)}
          {etaSeconds === null ? "" : ` · ${formatDuration(etaSeconds)} left`}
        </span>
      </div>
      <ProgressBar percent={percent} label={phases[phase]} />
      {walPosition ? (
        <p className="mt-2 text-xs text-ink-faint">
          Log position <span className="font-mono">{walPosition}</span>
        </p>
      ) : null}
    </div>
  );
}
