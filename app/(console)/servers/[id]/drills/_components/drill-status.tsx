import { Badge, type Tone } from "@/components/ui/badge";
import { drillStatusTitles } from "@/lib/drill/drill-rules";
import type { DrillView } from "@/lib/drill/drill-schemas";

const tones: Record<DrillView["status"], Tone> = { running: "accent", passed: "good", failed: "bad" };

export function DrillStatusBadge({ status }: { status: DrillView["status"] }) {
  return (
    <Badge tone={tones[status]} pulse={status === "running"}>
      {drillStatusTitles[status]}
    </Badge>
  );
}
