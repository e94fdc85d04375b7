"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { RelativeTime } from "@/components/time/relative-time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { toastProblem } from "@/components/ui/toast";
import { sessionsQuery } from "@/lib/account/account-queries";
import { callApi, problemOf } from "@/lib/api-client";
import { deviceOf } from "./device-of";

export function SessionList() {
  const { data } = useSuspenseQuery(sessionsQuery());
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: string) => callApi("DELETE /api/v1/sessions/{id}", { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery().queryKey }),
    onError: (error) => void toastProblem(problemOf(error)),
  });
  return (
    <div className="max-w-3xl space-y-4">
      <Card>
        <ul className="divide-y divide-line">
          {data.items.map((session) => (
            <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-4">
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-center gap-2 font-medium">
                  {deviceOf(session.userAgent)}
                  {session.current ? <Badge tone="good">This one</Badge> : null}
                </span>
                <span className="block text-sm text-ink-faint">
                  {session.ip ? `${session.ip} · ` : ""}last seen <RelativeTime time={session.lastSeenAt} /> ·
                  since <RelativeTime time={session.createdAt} />
                </span>
              </span>
              {session.current ? null : (
                <Button
                  size="sm"
                  busy={revoke.isPending && revoke.variables === session.id}
                  onClick={() => revoke.mutate(session.id)}
                  aria-label={`End the session of ${deviceOf(session.userAgent)}`}
                >
                  End
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Card>
      {data.items.length > 1 ? (
        <Button
          busy={revoke.isPending && revoke.variables === "others"}
          onClick={() => revoke.mutate("others")}
        >
          End all other sessions
        </Button>
      ) : null}
    </div>
  );
}
