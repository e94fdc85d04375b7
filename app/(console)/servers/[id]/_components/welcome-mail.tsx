"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RelativeTime } from "@/components/time/relative-time";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { toastProblem, toastSuccess } from "@/components/ui/toast";
import { callApi, problemOf } from "@/lib/api-client";
import { serverQuery } from "@/lib/server/server-queries";
import type { ServerDetail } from "@/lib/server/server-schemas";

/** Whether the one-time link to the credentials was opened, and another one. */
export function WelcomeMail({ server }: { server: ServerDetail }) {
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: () => callApi("POST /api/v1/servers/{id}/welcome-mails", { params: { id: server.id } }),
    onSuccess: ({ sentTo }) => {
      void toastSuccess(`A fresh link is on its way to ${sentTo}`);
      void client.invalidateQueries({ queryKey: serverQuery(server.id).queryKey });
    },
    onError: (error) => void toastProblem(problemOf(error)),
  });
  return (
    <Section title="Admin credentials">
      <p className="text-sm text-ink-soft">
        <LinkState link={server.welcomeLink} />
      </p>
      <Button size="sm" className="mt-4" busy={send.isPending} onClick={() => send.mutate()}>
        Send a new link
      </Button>
    </Section>
  );
}

function LinkState({ link }: { link: ServerDetail["welcomeLink"] }) {
  if (!link) return "No link has been sent yet.";
  if (link.openedAt) {
    return (
      <>
        The mailed link was opened <RelativeTime time={link.openedAt} />. It does not open twice.
      </>
    );
  }
  return (
    <>
      A one-time link was mailed <RelativeTime time={link.sentAt} />; it works until it is opened, at most 24
      hours.
    </>
  );
}
