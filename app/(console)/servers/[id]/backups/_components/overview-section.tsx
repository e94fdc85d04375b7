"use client";

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { LoadState } from "@/components/backup/load-state";
import { Alert } from "@/components/ui/alert";
import { Section } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { problemOf } from "@/lib/api-client";
import { backupOverviewQuery } from "@/lib/backup/backup-queries";
import { isAlarming } from "@/lib/backup/backup-rules";
import { BackUpNow } from "./back-up-now";
import { RestoreButton } from "./restore-button";

// Both come rendered from the server; their scripts may follow.
const OverviewFacts = lazy(() =>
  import("./overview-facts").then((module) => ({ default: module.OverviewFacts })),
);
const AlarmPanel = lazy(() => import("./alarm-panel").then((module) => ({ default: module.AlarmPanel })));

/** What the customer wants to know first: is my data safe, since when, and where. */
export function OverviewSection({ serverId }: { serverId: string }) {
  const { data, error, refetch } = useQuery(backupOverviewQuery(serverId));
  return (
    <>
      <Suspense fallback={null}>
        {data && isAlarming(data) ? <AlarmPanel serverId={serverId} overview={data} /> : null}
      </Suspense>
      <Section
        title="Backups"
        description="Encrypted on your server, kept in another location, and every change shipped as it happens."
        action={
          <div className="flex flex-wrap gap-2">
            <BackUpNow serverId={serverId} configured={data?.configured ?? false} />
            <RestoreButton serverId={serverId} configured={data?.configured ?? true} />
          </div>
        }
      >
        <Suspense fallback={<Skeleton className="h-32" />}>
          {data?.configured ? <OverviewFacts overview={data} /> : null}
        </Suspense>
        {data && !data.configured ? (
          <Alert title="Backups are being set up">
            Your server gets its key and its place in the store. The first backup follows by itself.
          </Alert>
        ) : null}
        {data ? null : (
          <LoadState
            what="state of the backups"
            problem={error ? problemOf(error) : null}
            onRetry={() => void refetch()}
            className="h-32"
          />
        )}
      </Section>
    </>
  );
}
