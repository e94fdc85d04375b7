import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";

/** While something is loading, and when it cannot be had. */
export function LoadState({
  what,
  problem,
  onRetry,
  className,
}: {
  what: string;
  problem: { title: string; hint?: string } | null;
  onRetry(): void;
  className: string;
}) {
  if (!problem) {
    return (
      <div aria-busy="true">
        <span className="sr-only">Loading {what}</span>
        <Skeleton className={className} />
      </div>
    );
  }
  return (
    <Alert
      tone="bad"
      role="alert"
      title={`The ${what} cannot be loaded right now: ${problem.title}`}
      actions={
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {problem.hint ?? "Your server is not affected."}
    </Alert>
  );
}
