"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { BackLink } from "@/components/backup/back-link";
import { LoadState } from "@/components/backup/load-state";
import { problemOf } from "@/lib/api-client";
import { drillQuery } from "@/lib/drill/drill-queries";
import type { Objectives } from "@/lib/drill/drill-rules";
import { paths } from "@/lib/paths";
import { serverQuery } from "@/lib/server/server-queries";
import { DrillJob } from "./drill-job";
import { DrillReportView } from "./drill-report-view";

interface Props {
  serverId: string;
  drillId: string;
  objectives: Objectives;
}

/** A drill: its steps while it runs or when it stopped early, then its report. */
export function DrillScreen({ serverId, drillId, objectives }: Props) {
  const { data: server } = useSuspenseQuery(serverQuery(serverId));
  const { data: drill, error, refetch } = useQuery(drillQuery(drillId));
  if (!drill) {
    return (
      <LoadState
        what="drill"
        problem={error ? problemOf(error) : null}
        onRetry={() => void refetch()}
        className="h-96"
      />
    );
  }
  return (
    <div className="space-y-5">
      <BackLink href={paths.serverDrills(serverId)}>Drills</BackLink>
      {drill.report ? (
        <DrillReportView drill={drill} report={drill.report} title={objectives[drill.scenario].title} />
      ) : (
        <DrillJob drill={drill} server={server} title={objectives[drill.scenario].title} />
      )}
    </div>
  );
}
