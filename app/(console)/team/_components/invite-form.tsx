"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { toastSuccess } from "@/components/ui/toast";
import { type Role, roleDescriptions } from "@/lib/access/permissions";
import { meQuery } from "@/lib/account/account-queries";
import { callApi, problemOf } from "@/lib/api-client";
import { RoleSelect } from "./role-select";
import { useTeamWrite } from "./use-team-write";

export function InviteForm() {
  const { data: me } = useSuspenseQuery(meQuery());
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("developer");
  const invite = useTeamWrite({
    onSuccess: () => {
      void toastSuccess(`An invitation is on its way to ${email}`);
      setEmail("");
    },
  });
  if (!me.permissions.includes("team:manage")) return null;
  return (
    <Section
      title="Invite somebody"
      description="They get a link that works once, for 7 days, with this address only."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate(() => callApi("POST /api/v1/team/invitations", { body: { email, role } }));
        }}
      >
        <Field
          label="E-mail address"
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={invite.error ? (problemOf(invite.error).fields?.email ?? null) : null}
        />
        <div className="flex flex-wrap items-center gap-3">
          <RoleSelect label="Role" value={role} onChange={setRole} mayOwner={me.team.role === "owner"} />
          <Button type="submit" variant="primary" busy={invite.isPending}>
            Send invitation
          </Button>
          <span className="text-sm text-ink-faint">{roleDescriptions[role]}.</span>
        </div>
      </form>
    </Section>
  );
}
