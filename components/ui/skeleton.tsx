import { cn } from "@/lib/class-names";

/** Holds the place of what is loading. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-pulse rounded-lg bg-raised", className)} />;
}
