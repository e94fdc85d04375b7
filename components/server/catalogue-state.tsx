import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";

/** While a part of the catalogue is loading, and when it cannot be had. */
export function CatalogueState({
  failed,
  what,
  onRetry,
}: {
  failed: boolean;
  what: string;
  onRetry(): void;
}) {
  if (!failed) {
    return (
      <div aria-busy="true" className="grid gap-3 sm:grid-cols-2">
        <span className="sr-only">Loading {what}</span>
        <Skeleton className="h-18" />
        <Skeleton className="h-18" />
        <Skeleton className="h-18" />
        <Skeleton className="h-18" />
      </div>
    );
  }
  return (
    <Alert
      tone="bad"
      role="alert"
      title={`The ${what} cannot be loaded right now`}
      actions={
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      The provider did not answer. What you have entered is kept.
    </Alert>
  );
}
