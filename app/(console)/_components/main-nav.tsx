"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Activity, KeyRound, LifeBuoy, Server, Users } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { meQuery } from "@/lib/account/account-queries";
import { cn } from "@/lib/class-names";
import { paths } from "@/lib/paths";

const own = [
  { href: paths.servers, title: "Servers", icon: Server },
  { href: paths.activity, title: "Activity", icon: Activity },
  { href: paths.team, title: "Team", icon: Users },
  { href: paths.tokens, title: "API tokens", icon: KeyRound },
];

/** Staff have one more; on a visit they make no tokens. */
const operators = { href: paths.operator, title: "Operator", icon: LifeBuoy };
const visited = own.filter(({ href }) => href !== paths.tokens);

/** A column beside the page, and on a phone a bar below it. */
export function MainNav() {
  const pathname = usePathname();
  const { data: me } = useSuspenseQuery(meQuery());
  const entries = [...(me.visit ? visited : own), ...(me.operator ? [operators] : [])];
  const here = entries
    .filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`))
    .at(-1)?.href;
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface md:static md:flex-col md:gap-0.5 md:border-0 md:px-3"
    >
      {entries.map(({ href, title, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          aria-current={here === href ? "page" : undefined}
          className={cn(
            "flex flex-1 flex-col items-center gap-1 py-2.5 text-xs font-medium hover:text-ink md:flex-none md:flex-row md:gap-2.5 md:rounded-lg md:px-3 md:py-2 md:text-sm",
            here === href ? "text-accent-strong md:bg-accent-soft" : "text-ink-soft md:hover:bg-raised",
          )}
        >
          <Icon className="size-5 md:size-4.5" aria-hidden />
          {title}
        </Link>
      ))}
    </nav>
  );
}
