"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { toastSuccess } from "@/components/ui/toast";
import { meQuery } from "@/lib/account/account-queries";
import { callApi } from "@/lib/api-client";
import { teamQuery } from "@/lib/team/team-queries";
import { useTeamWrite } from "./use-team-write";

export function TeamName() {
  const { data: team } = useSuspenseQuery(teamQuery());
  const { data: me } = useSuspenseQuery(meQuery());
  const [name, setName] = useState(team.name);
  const rename = useTeamWrite({ onSuccess: () => void toastSuccess("Renamed") });
  if (!me.permissions.includes("team:manage")) return null;
  return (
    <Section title="Name">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate(() => callApi("PATCH /api/v1/team", { body: { name } }));
        }}
      >
        <Field
          label="Team name"
          value={name}
          maxLength={60}
          required
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" busy={rename.isPending} disabled={name.trim() === team.name}>
          Rename
        </Button>
      </form>
    </Section>
  );
}
