"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useJobStarted } from "@/app/(console)/servers/[id]/backups/_components/use-job-started";
import { useMay } from "@/app/(console)/servers/[id]/backups/_components/use-may";
import { useIdempotencyKey } from "@/components/backup/use-idempotency-key";
import { ProblemAlert } from "@/components/problem-alert";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { callApi, problemOf } from "@/lib/api-client";
import { drillQuery } from "@/lib/drill/drill-queries";
import type { Objectives } from "@/lib/drill/drill-rules";
import type { DrillScenario } from "@/lib/drill/drill-schemas";
import { serverQuery } from "@/lib/server/server-queries";
import { ScenarioPicker } from "./scenario-picker";

/** What a drill is, and one to run now. */
export function StartDrill({ serverId, objectives }: { serverId: string; objectives: Objectives }) {
  const { data: server } = useSuspenseQuery(serverQuery(serverId));
  const client = useQueryClient();
  const [runs, setRuns] = useState(0);
  const [scenario, setScenario] = useState<DrillScenario>("full-restore");
  const started = useJobStarted(serverId);
  const keyFor = useIdempotencyKey();
  const may = useMay("server:restore");
  const run = useMutation({
    mutationFn: () =>
      callApi("POST /api/v1/servers/{id}/drills", {
        params: { id: serverId },
        body: { scenario },
        // The same press sent again is the same drill; once a drill has come of it, the next press is another.
        idempotencyKey: keyFor({ scenario, runs }),
      }),
    onSuccess: ({ job, drill }) => {
      setRuns((count) => count + 1);
      client.setQueryData(drillQuery(drill.id).queryKey, drill);
      started(job);
    },
  });
  const problem = run.error ? problemOf(run.error) : null;
  return (
    <Section
      title="Run a drill"
      description="A drill restores your backups for real, beside your server, and measures how long it takes and how much would be lost. Your server keeps running, and what the drill made is deleted when it ends."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run.mutate();
        }}
      >
        {problem ? (
          <div className="mb-4">
            <ProblemAlert problem={problem} />
          </div>
        ) : null}
        <ScenarioPicker objectives={objectives} value={scenario} onChange={setScenario} />
        <div className="mt-5 flex flex-wrap items-center gap-3">
          <Button
            type="submit"
            variant="primary"
            busy={run.isPending}
            disabled={!may || server.status !== "running"}
          >
            Run this drill
          </Button>
          {may ? null : <p className="text-sm text-ink-faint">Admins and owners run drills.</p>}
        </div>
      </form>
    </Section>
  );
}
