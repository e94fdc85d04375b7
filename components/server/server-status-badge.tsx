import { Badge, type Tone } from "@/components/ui/badge";
import type { ServerStatus } from "@/lib/server/server-schemas";
import { serverStatusTitles } from "@/lib/server/server-states";

const tones: Record<ServerStatus, Tone> = {
  provisioning: "accent",
  running: "good",
  failed: "bad",
  deleting: "warn",
  deleted: "neutral",
  quarantined: "bad",
};

export function ServerStatusBadge({ status }: { status: ServerStatus }) {
  return (
    <Badge tone={tones[status]} pulse={status === "provisioning" || status === "deleting"}>
      {serverStatusTitles[status]}
    </Badge>
  );
}
