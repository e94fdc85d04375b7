import { type ComponentProps, lazy, Suspense } from "react";
import type { JobPanel } from "@/app/(console)/servers/[id]/_components/job-progress";
import { Skeleton } from "@/components/ui/skeleton";

const Panel = lazy(() =>
  import("@/app/(console)/servers/[id]/_components/job-progress").then((module) => ({
    default: module.JobPanel,
  })),
);

/** A job's steps and log, fetched with the first job that is shown: most visits see none. */
export function LazyJobPanel(props: ComponentProps<typeof JobPanel>) {
  return (
    <Suspense fallback={<Skeleton className="h-80" />}>
      <Panel {...props} />
    </Suspense>
  );
}
