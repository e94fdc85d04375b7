"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { RelativeTime } from "@/components/time/relative-time";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { meQuery } from "@/lib/account/account-queries";
import { callApi } from "@/lib/api-client";
import { teamQuery } from "@/lib/team/team-queries";
import type { TeamView } from "@/lib/team/team-schemas";
import { RoleSelect } from "./role-select";
import { useTeamWrite } from "./use-team-write";

const RemoveMember = lazy(() =>
  import("./remove-member").then((module) => ({ default: module.RemoveMember })),
);

type Member = TeamView["members"][number];

export function MemberList() {
  const { data: team } = useSuspenseQuery(teamQuery());
  const { data: me } = useSuspenseQuery(meQuery());
  const [leaving, setLeaving] = useState<Member | null>(null);
  const write = useTeamWrite({ onSuccess: () => setLeaving(null) });
  const manages = me.permissions.includes("team:manage");
  const owner = me.team.role === "owner";
  return (
    <Section title="Members" description={manages ? undefined : "Only owners and admins change members."}>
      <ul className="-my-3 divide-y divide-line">
        {team.members.map((member) => {
          const self = member.userId === me.user.id;
          const locked = !manages || (member.role === "owner" && !owner);
          return (
            <li key={member.id} className="flex flex-wrap items-center gap-3 py-3">
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">
                  {member.name ?? member.email}
                  {self ? <span className="font-normal text-ink-faint"> (you)</span> : null}
                </span>
                <span className="block truncate text-sm text-ink-faint">{member.email}</span>
              </span>
              <RoleSelect
                label={`Role of ${member.email}`}
                value={member.role}
                disabled={locked || write.isPending}
                mayOwner={owner}
                onChange={(role) =>
                  write.mutate(() =>
                    callApi("PATCH /api/v1/team/members/{id}", { params: { id: member.id }, body: { role } }),
                  )
                }
              />
              <Button size="sm" variant="ghost" disabled={locked && !self} onClick={() => setLeaving(member)}>
                {self ? "Leave" : "Remove"}
                <span className="sr-only"> {self ? "the team" : member.email}</span>
              </Button>
            </li>
          );
        })}
        {team.invitations.map((invitation) => (
          <li key={invitation.id} className="flex flex-wrap items-center gap-3 py-3">
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{invitation.email}</span>
              <span className="block text-sm text-ink-faint">
                invited as {invitation.role}, ends <RelativeTime time={invitation.expiresAt} />
              </span>
            </span>
            <Button
              size="sm"
              variant="ghost"
              disabled={!manages}
              onClick={() =>
                write.mutate(() =>
                  callApi("DELETE /api/v1/team/invitations/{id}", { params: { id: invitation.id } }),
                )
              }
            >
              Withdraw<span className="sr-only"> the invitation of {invitation.email}</span>
            </Button>
          </li>
        ))}
      </ul>
      {leaving ? (
        <Suspense fallback={null}>
          <RemoveMember
            member={leaving}
            self={leaving.userId === me.user.id}
            busy={write.isPending}
            onRemove={() =>
              write.mutate(() => callApi("DELETE /api/v1/team/members/{id}", { params: { id: leaving.id } }))
            }
            onClose={() => setLeaving(null)}
          />
        </Suspense>
      ) : null}
    </Section>
  );
}
