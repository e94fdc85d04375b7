"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Check, ChevronsUpDown, Plus } from "lucide-react";
import Link from "next/link";
import { Menu, MenuItem, MenuLabel, MenuSeparator, menuItemClass } from "@/components/ui/menu";
import { meQuery } from "@/lib/account/account-queries";
import { paths } from "@/lib/paths";
import { chooseTeam } from "./choose-team";
import { leaveVisit } from "./leave-visit";

/** Which team is acted for. */
export function TeamSwitcher({ compact }: { compact?: boolean }) {
  const { data: me } = useSuspenseQuery(meQuery());
  return (
    <Menu
      align={compact ? "end" : "start"}
      label={`Team ${me.team.name}. Change team`}
      triggerClassName={
        compact
          ? "flex items-center gap-1 rounded-lg p-1.5 hover:bg-raised"
          : "flex w-full items-center gap-2.5 rounded-lg border border-line bg-canvas px-2.5 py-2 text-left text-sm hover:bg-raised"
      }
      trigger={
        <>
          <span
            className="flex size-7 shrink-0 items-center justify-center rounded-md bg-accent-soft text-xs font-semibold text-accent-strong"
            aria-hidden
          >
            {me.team.name.slice(0, 1).toUpperCase()}
          </span>
          {compact ? null : (
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{me.team.name}</span>
              <span className="block text-xs text-ink-faint capitalize">{me.team.role}</span>
            </span>
          )}
          <ChevronsUpDown className="size-4 text-ink-faint" aria-hidden />
        </>
      }
    >
      <MenuLabel>Teams</MenuLabel>
      {me.teams.map((team) => (
        <MenuItem key={team.id} onSelect={() => void leaveVisit(me.visit).then(() => chooseTeam(team.id))}>
          <span className="min-w-0 flex-1 truncate">{team.name}</span>
          {team.id === me.team.id ? <Check aria-label="present team" /> : null}
        </MenuItem>
      ))}
      {me.visit ? null : (
        <>
          <MenuSeparator />
          <Link href={`${paths.team}/new`} className={menuItemClass}>
            <Plus aria-hidden /> New team
          </Link>
        </>
      )}
    </Menu>
  );
}
