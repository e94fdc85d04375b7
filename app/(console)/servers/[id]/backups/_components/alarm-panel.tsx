import { ExactTime } from "@/components/backup/exact-time";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { formatBytes } from "@/lib/backup/backup-rules";
import type { BackupOverview } from "@/lib/backup/backup-schemas";
import { BackUpNow } from "./back-up-now";

/** What is wrong with the backups, in red, with what to press. */
export function AlarmPanel({ serverId, overview }: { serverId: string; overview: BackupOverview }) {
  const { wal } = overview;
  const alarms = [...new Set([overview.alarm, wal.alarm])].filter((alarm) => alarm !== null);
  if (alarms.length === 0 && wal.gaps.length === 0) return null;
  return (
    <div className="space-y-3">
      {alarms.map((alarm) => (
        <Alert
          key={alarm}
          tone="bad"
          role="alert"
          title={alarm}
          actions={
            <>
              <BackUpNow serverId={serverId} configured={overview.configured} />
              <Button asChild>
                <a href={`mailto:support@nself.org?subject=${encodeURIComponent(`Backups: ${alarm}`)}`}>
                  Contact support
                </a>
              </Button>
            </>
          }
        >
          <p>{advice(wal.state)}</p>
          {wal.diskFreeBytes !== null && wal.diskTotalBytes !== null ? (
            <p className="mt-1">
              The server’s disk has {formatBytes(wal.diskFreeBytes)} of {formatBytes(wal.diskTotalBytes)}{" "}
              free.
            </p>
          ) : null}
        </Alert>
      ))}
      {wal.gaps.map((gap) => (
        <Alert key={gap.from} tone="warn" title="A stretch of time cannot be restored">
          From <ExactTime time={gap.from} /> until <ExactTime time={gap.until} />. Backups from before and
          after are not affected.
        </Alert>
      ))}
    </div>
  );
}

function advice(state: BackupOverview["wal"]["state"]): string {
  if (state === "stalled")
    return "Changes are not going off-site. Check that the server runs and that its disk has room: shipping resumes by itself. Until then, a backup made now keeps what you have.";
  if (state === "unknown")
    return "The server has not reported for a while. Check on its overview that it runs; if it does, make a backup now.";
  return "Make a backup now. If that fails too, contact support: we have been told as well.";
}
