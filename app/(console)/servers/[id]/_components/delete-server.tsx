"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMay } from "@/app/(console)/servers/[id]/backups/_components/use-may";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { toastProblem } from "@/components/ui/toast";
import { callApi, problemOf } from "@/lib/api-client";
import { formatMoney } from "@/lib/format";
import { jobQuery } from "@/lib/job/job-queries";
import { paths } from "@/lib/paths";
import { serverQuery } from "@/lib/server/server-queries";
import { serverMay } from "@/lib/server/server-states";

/** Deletes the server once its name is typed; the job that follows ends with a receipt. */
export function DeleteServer({ serverId }: { serverId: string }) {
  const { data: server } = useSuspenseQuery(serverQuery(serverId));
  const client = useQueryClient();
  const router = useRouter();
  const mayDelete = useMay("server:delete");
  const [typed, setTyped] = useState("");
  const remove = useMutation({
    mutationFn: () =>
      callApi("DELETE /api/v1/servers/{id}", {
        params: { id: serverId },
        body: { confirm: typed },
      }),
    onSuccess: async ({ job }) => {
      client.setQueryData(jobQuery(job.id).queryKey, job);
      await client.invalidateQueries({ queryKey: serverQuery(serverId).queryKey });
      router.push(paths.serverProvisioning(serverId));
    },
    onError: (error) => void toastProblem(problemOf(error)),
  });
  if (!mayDelete) return <Alert title="Only admins and owners of the team delete its servers." />;
  if (!serverMay("delete", server.status)) {
    return (
      <Alert
        title={server.status === "deleted" ? "This server is deleted." : "This server is being deleted."}
      />
    );
  }
  return (
    <Section title="Delete this server" danger className="max-w-2xl" description="This cannot be undone.">
      <ul className="mb-5 list-disc space-y-1 pl-5 text-sm text-ink-soft">
        <li>The machine with its PostgreSQL, files and provider backups</li>
        <li>
          The DNS records of <span className="font-mono">{server.domain}</span>; the name becomes free for
          others
        </li>
        <li>Our key to it, and every secret of it that we hold</li>
        <li>
          It then costs nothing any more: {formatMoney(server.monthlyCents, server.currency)} a month less
        </li>
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate();
        }}
      >
        <Field
          label={`Type ${server.name} to confirm`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          error={remove.error ? (problemOf(remove.error).fields?.confirm ?? null) : null}
        />
        <Button type="submit" variant="danger" disabled={typed !== server.name} busy={remove.isPending}>
          Delete server
        </Button>
      </form>
    </Section>
  );
}
