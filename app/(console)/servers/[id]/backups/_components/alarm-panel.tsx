import { ExactTime } from "@/components/backup/exact-time";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { alarmsOf, formatBytes } from "@/lib/backup/backup-rules";
import type { BackupOverview } from "@/lib/backup/backup-schemas";
import { BackUpNow } from "./back-up-now";

/** What is wrong with the backups, in red, with what to press. */
export function AlarmPanel({ serverId, overview }: { serverId: string; overview: BackupOverview }) {
  const { wal } = overview;
  const alarms = alarmsOf(overview);
  const [first, ...others] = alarms;
  return (
    <>
      {first ? (
        <Alert
          tone="bad"
          role="alert"
          title={first}
          actions={
            <>
              <BackUpNow serverId={serverId} configured={overview.configured} />
              <Button asChild>
                <a href={`mailto:support@nself.org?subject=${encodeURIComponent(`Backups: ${first}`)}`}>
                  Contact support
                </a>
              </Button>
            </>
          }
        >
          {others.map((alarm) => (
            <p key={alarm} className="mb-1 font-medium text-ink">
              {alarm}
            </p>
          ))}
          <p>{advice(wal.state)}</p>
          <DiskRoom wal={wal} />
        </Alert>
      ) : null}
      {wal.gaps.map((gap) => (
        <Alert key={gap.from} tone="warn" title="A stretch of time cannot be restored">
          From <ExactTime time={gap.from} /> until <ExactTime time={gap.until} />. What was backed up before
          and after it is not affected.
        </Alert>
      ))}
    </>
  );
}

function DiskRoom({ wal }: { wal: BackupOverview["wal"] }) {
  if (wal.diskFreeBytes === null || wal.diskTotalBytes === null) return null;
  return (
    <p className="mt-1">
      The server’s disk has {formatBytes(wal.diskFreeBytes)} of {formatBytes(wal.diskTotalBytes)} free.
    </p>
  );
}

function advice(state: BackupOverview["wal"]["state"]): string {
  if (state === "stalled")
    return "Check that the server runs and that its disk has room: changes then go off-site again by themselves. Until then, a backup made now keeps what you have.";
  if (state === "unknown")
    return "The server has not reported for a while. Check on its overview that it runs; if it does, make a backup now.";
  return "Make a backup now. If that fails too, contact support: we have been told as well.";
}
