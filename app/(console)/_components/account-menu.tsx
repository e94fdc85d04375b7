"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { BookOpen, LogOut, MonitorSmartphone, Moon, Sun, UserRound } from "lucide-react";
import Link from "next/link";
import { Menu, MenuItem, MenuLabel, MenuSeparator, menuItemClass } from "@/components/ui/menu";
import { meQuery } from "@/lib/account/account-queries";
import { paths } from "@/lib/paths";
import { signOut } from "./sign-out";
import { toggleTheme } from "./toggle-theme";

export function AccountMenu({ compact }: { compact?: boolean }) {
  const { data: me } = useSuspenseQuery(meQuery());
  const shown = me.user.name ?? me.user.email;
  return (
    <Menu
      align={compact ? "end" : "start"}
      above={!compact}
      label={`Account menu of ${me.user.email}`}
      triggerClassName="flex w-full items-center gap-2.5 rounded-lg p-1.5 text-left text-sm hover:bg-raised"
      trigger={
        <>
          <span
            className="flex size-8 shrink-0 items-center justify-center rounded-full bg-raised text-ink-soft"
            aria-hidden
          >
            <UserRound className="size-4.5" />
          </span>
          {compact ? null : (
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{shown}</span>
              <span className="block truncate text-xs text-ink-faint">{me.user.email}</span>
            </span>
          )}
        </>
      }
    >
      <MenuLabel>{me.user.email}</MenuLabel>
      <Link href={paths.account} className={menuItemClass}>
        <UserRound aria-hidden /> Account
      </Link>
      <Link href={paths.sessions} className={menuItemClass}>
        <MonitorSmartphone aria-hidden /> Sessions
      </Link>
      <Link href={paths.apiDocs} className={menuItemClass}>
        <BookOpen aria-hidden /> API
      </Link>
      <MenuItem onSelect={toggleTheme}>
        <Moon className="dark:hidden" aria-hidden />
        <Sun className="hidden dark:block" aria-hidden />
        <span className="dark:hidden">Dark theme</span>
        <span className="hidden dark:inline">Light theme</span>
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}
