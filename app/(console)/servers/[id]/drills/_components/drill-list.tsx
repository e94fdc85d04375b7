"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { ListCard } from "@/components/backup/list-card";
import { LoadState } from "@/components/backup/load-state";
import { ShowOlder } from "@/components/backup/show-older";
import { EmptyState } from "@/components/ui/empty-state";
import { problemOf } from "@/lib/api-client";
import { drillsQuery } from "@/lib/drill/drill-queries";
import type { Objectives } from "@/lib/drill/drill-rules";
import { DrillRow } from "./drill-row";

export function DrillList({ serverId, objectives }: { serverId: string; objectives: Objectives }) {
  const drills = useInfiniteQuery(drillsQuery(serverId));
  if (!drills.data) {
    return (
      <LoadState
        what="drills"
        problem={drills.error ? problemOf(drills.error) : null}
        onRetry={() => void drills.refetch()}
        className="h-40"
      />
    );
  }
  const items = drills.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState icon={<ShieldCheck />} title="No drills yet">
        One runs by itself every few weeks; or run the first one now.
      </EmptyState>
    );
  }
  return (
    <ListCard title="History" description="What was measured, against what is promised.">
      <ul aria-label="Drills" className="divide-y divide-line">
        {items.map((drill) => (
          <DrillRow key={drill.id} drill={drill} objective={objectives[drill.scenario]} />
        ))}
      </ul>
      <ShowOlder query={drills} />
    </ListCard>
  );
}
