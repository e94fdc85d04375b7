"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Check, ChevronsUpDown } from "lucide-react";
import { Menu, MenuItem, MenuLabel } from "@/components/ui/menu";
import { meQuery } from "@/lib/account/account-queries";
import { paths } from "@/lib/paths";

const year = 31_536_000;

/** Which team is acted for; the cookie is a preference, and membership is checked at every request. */
export function TeamSwitcher() {
  const { data: me } = useSuspenseQuery(meQuery());
  const choose = (teamId: string) => {
    // biome-ignore lint/suspicious/noDocumentCookie: a preference that the server reads; the Cookie Store API is not everywhere yet
    document.cookie = `nself-team=${teamId}; path=/; max-age=${year}; samesite=lax`;
    window.location.assign(paths.servers);
  };
  return (
    <Menu
      align="start"
      label={`Team ${me.team.name}. Change team`}
      triggerClassName="flex w-full items-center gap-2.5 rounded-lg border border-line bg-canvas px-2.5 py-2 text-left text-sm hover:bg-raised"
      trigger={
        <>
          <span
            className="flex size-7 shrink-0 items-center justify-center rounded-md bg-accent-soft text-xs font-semibold text-accent-strong"
            aria-hidden
          >
            {me.team.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{me.team.name}</span>
            <span className="block text-xs text-ink-faint capitalize">{me.team.role}</span>
          </span>
          <ChevronsUpDown className="size-4 text-ink-faint" aria-hidden />
        </>
      }
    >
      <MenuLabel>Teams</MenuLabel>
      {me.teams.map((team) => (
        <MenuItem key={team.id} onSelect={() => choose(team.id)}>
          <span className="min-w-0 flex-1 truncate">{team.name}</span>
          {team.id === me.team.id ? <Check aria-label="present team" /> : null}
        </MenuItem>
      ))}
    </Menu>
  );
}
