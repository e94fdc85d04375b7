import { Badge, type Tone } from "@/components/ui/badge";
import type { BackupView } from "@/lib/backup/backup-schemas";

const looks: Record<BackupView["status"], { tone: Tone; title: string }> = {
  creating: { tone: "accent", title: "Being made" },
  good: { tone: "good", title: "Good" },
  failed: { tone: "bad", title: "Failed" },
  deleted: { tone: "neutral", title: "Deleted" },
};

/** A backup that did not pass its verification is not good any more. */
export function BackupStatusBadge({ backup }: { backup: BackupView }) {
  if (backup.status === "good" && backup.verification?.status === "failed")
    return <Badge tone="bad">Not usable</Badge>;
  const { tone, title } = looks[backup.status];
  return (
    <Badge tone={tone} pulse={backup.status === "creating"}>
      {title}
    </Badge>
  );
}
