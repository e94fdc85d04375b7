import { Circle, CircleCheck, CircleMinus, CircleX, LoaderCircle } from "lucide-react";
import type { StepStatus } from "@/lib/job/job-schemas";

const looks = {
  pending: { icon: Circle, classes: "text-ink-faint", says: "Waiting" },
  running: { icon: LoaderCircle, classes: "text-accent animate-spin", says: "Running" },
  succeeded: { icon: CircleCheck, classes: "text-good", says: "Done" },
  failed: { icon: CircleX, classes: "text-bad", says: "Failed" },
  skipped: { icon: CircleMinus, classes: "text-ink-faint", says: "Not needed" },
};

export function StepIcon({ status }: { status: StepStatus }) {
  const { icon: Icon, classes, says } = looks[status];
  return (
    <span className="mt-0.5 shrink-0">
      <Icon className={`size-5 ${classes}`} aria-hidden />
      <span className="sr-only">{says}: </span>
    </span>
  );
}
