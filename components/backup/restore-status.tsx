import { Badge, type Tone } from "@/components/ui/badge";
import type { RestoreView } from "@/lib/restore/restore-schemas";

const looks: Record<RestoreView["status"], { tone: Tone; title: string }> = {
  queued: { tone: "accent", title: "Waiting" },
  running: { tone: "accent", title: "Running" },
  succeeded: { tone: "good", title: "Done" },
  failed: { tone: "bad", title: "Failed" },
  cancelled: { tone: "neutral", title: "Cancelled" },
  undone: { tone: "neutral", title: "Undone" },
};

export function RestoreStatusBadge({ restore }: { restore: RestoreView }) {
  const { tone, title } = looks[restore.status];
  return (
    <Badge tone={tone} pulse={restore.status === "queued" || restore.status === "running"}>
      {title}
    </Badge>
  );
}
