"use client";

import { useNow } from "@/components/backup/use-now";
import { walAgeSeconds } from "@/lib/backup/backup-rules";
import type { BackupOverview } from "@/lib/backup/backup-schemas";
import { formatDuration } from "@/lib/format";
import { Fact } from "./fact";

type Wal = BackupOverview["wal"];

const looks: Record<Wal["state"], { classes: string; note: string }> = {
  ok: { classes: "text-good", note: "Every change is shipped as it happens" },
  lagging: { classes: "text-warn", note: "Shipping is behind; it catches up by itself" },
  stalled: { classes: "text-bad", note: "Newer changes are on the server only" },
  unknown: { classes: "text-ink", note: "The server has not reported yet" },
};

/** Until when everything that was written is safe outside the server. */
export function WalFreshness({ wal }: { wal: Wal }) {
  const now = useNow(1000);
  const age = now === null ? null : walAgeSeconds(wal, now);
  const { classes, note } = looks[wal.state];
  return (
    <Fact title="Off-site" note={note}>
      <span className={classes}>
        {age === null ? "Not known yet" : `Everything until ${formatDuration(age)} ago`}
      </span>
    </Fact>
  );
}
