"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemAlert } from "@/components/problem-alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { toastSuccess } from "@/components/ui/toast";
import { callApi, problemOf } from "@/lib/api-client";
import { backupOverviewQuery } from "@/lib/backup/backup-queries";
import { cronHour, nightlyWindowHours, withCronHour } from "@/lib/backup/backup-rules";
import type { BackupPolicy } from "@/lib/backup/backup-schemas";
import { HourSelect } from "./hour-select";

type Change = Partial<BackupPolicy>;

export function PolicyForm({ serverId, policy }: { serverId: string; policy: BackupPolicy }) {
  const client = useQueryClient();
  const [change, setChange] = useState<Change>({});
  const [days, setDays] = useState<string | null>(null);
  const shown = { ...policy, ...change };
  const daysShown = days ?? String(policy.retentionDays);
  const daysFit = /^\d+$/.test(daysShown) && Number(daysShown) >= 7 && Number(daysShown) <= 365;
  const save = useMutation({
    mutationFn: () =>
      callApi("PATCH /api/v1/servers/{id}/backup-policy", {
        params: { id: serverId },
        body: { ...change, ...(days === null ? {} : { retentionDays: Number(days) }) },
      }),
    onSuccess: (saved) => {
      client.setQueryData(backupOverviewQuery(serverId).queryKey, (known) =>
        known ? { ...known, policy: saved } : known,
      );
      void client.invalidateQueries({ queryKey: backupOverviewQuery(serverId).queryKey });
      setChange({});
      setDays(null);
      void toastSuccess("The policy is saved");
    },
  });
  const problem = save.error ? problemOf(save.error) : null;
  const shorter = daysFit && Number(daysShown) < policy.retentionDays;
  const unchanged = Object.keys(change).length === 0 && days === null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {problem && Object.keys(problem.fields ?? {}).length === 0 ? (
        <div className="mb-4">
          <ProblemAlert problem={problem} />
        </div>
      ) : null}
      <div className="grid gap-x-5 gap-y-2 sm:grid-cols-3">
        <HourSelect
          label="Backup from"
          value={cronHour(shown.schedule)}
          onChange={(hour) =>
            hour !== null && setChange({ ...change, schedule: withCronHour(policy.schedule, hour) })
          }
          other={cronHour(shown.schedule) === null ? shown.schedule : null}
          hint={`It begins within ${nightlyWindowHours} hours: servers take turns.`}
          error={problem?.fields?.schedule}
        />
        <Field
          label="Keep for (days)"
          name="retentionDays"
          type="number"
          inputMode="numeric"
          min={7}
          max={365}
          value={daysShown}
          onChange={(event) => setDays(event.target.value)}
          hint={shorter ? "Backups that are older are deleted." : "7 to 365 days."}
          error={problem?.fields?.retentionDays ?? (daysFit ? null : "Give a whole number from 7 to 365.")}
        />
        <HourSelect
          label="Maintenance window from"
          value={shown.maintenanceStartHour}
          onChange={(hour) => setChange({ ...change, maintenanceStartHour: hour })}
          other="None"
          hint="Backups and drills keep out of these two hours."
          error={problem?.fields?.maintenanceStartHour}
        />
      </div>
      <Button type="submit" className="mt-3" disabled={unchanged || !daysFit} busy={save.isPending}>
        Save the policy
      </Button>
    </form>
  );
}
