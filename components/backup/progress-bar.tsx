import { cn } from "@/lib/class-names";

export function ProgressBar({
  percent,
  failed,
  label,
}: {
  percent: number;
  failed?: boolean;
  label: string;
}) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="mt-4 h-1.5 overflow-hidden rounded-full bg-raised"
    >
      <div
        className={cn("h-full rounded-full transition-[width] duration-500", failed ? "bg-bad" : "bg-accent")}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
