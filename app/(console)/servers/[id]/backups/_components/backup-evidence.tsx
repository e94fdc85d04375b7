import { ChevronRight } from "lucide-react";
import { RelativeTime } from "@/components/time/relative-time";
import { checkTitles, proofTitles } from "@/lib/backup/backup-rules";
import type { BackupView, VerificationView } from "@/lib/backup/backup-schemas";
import { cn } from "@/lib/class-names";

const tints: Record<VerificationView["checks"][number]["status"], string> = {
  passed: "text-good",
  failed: "text-bad",
  skipped: "text-ink-faint",
};
const words = { passed: "PASS", failed: "FAIL", skipped: "SKIPPED" };

/** How far a backup is proven to be good, and by what. */
export function BackupEvidence({ backup }: { backup: BackupView }) {
  const { verification } = backup;
  if (!verification) return <p className="text-sm text-ink-faint">{proofTitles[0]}</p>;
  const failed = verification.status === "failed";
  return (
    <details className="group text-sm">
      <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded text-ink-soft hover:text-ink">
        <ChevronRight className="size-4 transition-transform group-open:rotate-90" aria-hidden />
        <span className={cn(failed ? "text-bad" : backup.level > 0 && "text-good")}>{headline(backup)}</span>
        {verification.finishedAt ? (
          <span className="text-ink-faint">
            · <RelativeTime time={verification.finishedAt} />
          </span>
        ) : null}
      </summary>
      <ul className="mt-2 space-y-1 pl-5">
        {verification.checks.map((check) => (
          <li key={check.name} className="flex flex-wrap gap-x-2">
            <span className="w-24">{checkTitles[check.name]}</span>
            <span className={cn("w-18 font-mono text-xs leading-5 font-semibold", tints[check.status])}>
              {words[check.status]}
            </span>
            <span className="min-w-0 text-ink-soft">{check.detail}</span>
          </li>
        ))}
        {verification.checks.length === 0 ? <li className="text-ink-faint">No result yet.</li> : null}
      </ul>
    </details>
  );
}

function headline({ verification, level }: BackupView): string {
  if (verification?.status === "running") return "Being verified";
  if (verification?.status === "failed") return "Verification failed";
  return proofTitles[level];
}
