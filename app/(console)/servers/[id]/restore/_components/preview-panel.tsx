import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { ExactTime } from "@/components/backup/exact-time";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { formatBytes } from "@/lib/backup/backup-rules";
import { formatDuration } from "@/lib/format";
import type { RestorePreview } from "@/lib/restore/restore-schemas";

interface Props {
  preview: RestorePreview;
  onNearest(at: string): void;
}

const checkTitles: Record<RestorePreview["checks"][number]["name"], string> = {
  window: "Time",
  disk: "Disk",
  versions: "Versions",
  server: "Server",
  job: "Other work",
};
const looks = {
  passed: { icon: CircleCheck, tint: "text-good", says: "Passed" },
  warned: { icon: TriangleAlert, tint: "text-warn", says: "Warning" },
  failed: { icon: CircleX, tint: "text-bad", says: "Failed" },
};

/** What a restore to the chosen target would mean, before anything happens. */
export function PreviewPanel({ preview, onNearest }: Props) {
  return (
    <Section title="2. What would happen" description={<ExactTime time={preview.target} withUtc />}>
      {preview.possible ? (
        <p className="text-ink-soft">
          The data is brought back as it was then
          {preview.backupName ? (
            <>
              , from <span className="font-mono text-sm">{preview.backupName}</span>
            </>
          ) : null}
          {preview.walBytes > 0 ? ` and about ${formatBytes(preview.walBytes)} of changes since` : ""}. In
          place, your server is down for about {formatDuration(preview.downtimeSeconds)}, and changes made in
          the last {formatDuration(preview.lossSeconds)} are put aside; they are kept for 24 h, and you can go
          back. Of the file storage, the files, their buckets and policies come back; users and access keys
          that were made in its own console do not.
        </p>
      ) : (
        <NotPossible preview={preview} onNearest={onNearest} />
      )}
      <ul className="mt-4 space-y-2 text-sm">
        {preview.checks.map((check) => {
          const { icon: Icon, tint, says } = looks[check.status];
          return (
            <li key={check.name} className="flex items-start gap-2">
              <Icon className={`mt-0.5 size-4 shrink-0 ${tint}`} aria-hidden />
              <span className="sr-only">{says}: </span>
              <span className="w-24 shrink-0 font-medium">{checkTitles[check.name]}</span>
              <span className="min-w-0 text-ink-soft">{check.detail}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function NotPossible({ preview: { nearest, possibleElsewhere }, onNearest }: Props) {
  if (possibleElsewhere) {
    return (
      <Alert tone="warn" role="alert" title="Not in place right now, but into a new server">
        It gets the data from the off-site copy alone. The checks below say what is in the way here.
      </Alert>
    );
  }
  const times = [nearest?.before, nearest?.after].filter((time) => typeof time === "string");
  return (
    <Alert
      tone="bad"
      role="alert"
      title={times.length > 0 ? "This time cannot be restored" : "This cannot be restored right now"}
      actions={times.map((time) => (
        <Button key={time} size="sm" onClick={() => onNearest(time)}>
          <ExactTime time={time} />
        </Button>
      ))}
    >
      {times.length > 0 ? "The nearest times that can be:" : "The checks below say why. Nothing was changed."}
    </Alert>
  );
}
