"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { ChevronLeft, ExternalLink } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { ServerStatusBadge } from "@/components/server/server-status-badge";
import { cn } from "@/lib/class-names";
import { paths } from "@/lib/paths";
import { serverQuery } from "@/lib/server/server-queries";

export function ServerHeader({ serverId }: { serverId: string }) {
  const { data: server } = useSuspenseQuery(serverQuery(serverId));
  const pathname = usePathname();
  const tabs: { href: string; title: string; also?: string }[] = [
    { href: paths.server(serverId), title: "Overview" },
    { href: paths.serverBackups(serverId), title: "Backups", also: paths.serverRestore(serverId) },
    { href: paths.serverDrills(serverId), title: "Drills", also: paths.serverDrills(serverId) },
    {
      href: paths.serverProvisioning(serverId),
      title: server.status === "deleted" ? "Last job" : "Provisioning",
    },
    { href: paths.serverActivity(serverId), title: "Activity" },
    { href: paths.serverSettings(serverId), title: "Settings" },
  ];
  return (
    <>
      <Link
        href={paths.servers}
        className="mb-3 inline-flex items-center gap-1 rounded text-sm text-ink-soft hover:text-ink"
      >
        <ChevronLeft className="size-4" aria-hidden /> Servers
      </Link>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="min-w-0 text-2xl font-semibold break-words">{server.name}</h1>
        <ServerStatusBadge status={server.status} />
        {server.status === "running" ? (
          <a
            href={server.url}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-w-0 items-center gap-1.5 rounded text-sm text-accent hover:underline"
          >
            <span className="truncate">{server.domain}</span>
            <ExternalLink className="size-3.5 shrink-0" aria-hidden />
            <span className="sr-only">(opens in a new tab)</span>
          </a>
        ) : (
          <span className="truncate text-sm text-ink-faint">{server.domain}</span>
        )}
      </header>
      <nav aria-label="Server" className="mt-5 mb-6 flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ href, title, also }) => {
          const here = pathname === href || (also !== undefined && pathname.startsWith(also));
          return (
            <Link
              key={href}
              href={href}
              aria-current={pathname === href ? "page" : here || undefined}
              className={cn(
                "-mb-px border-b-2 px-3 py-2.5 text-sm font-medium whitespace-nowrap",
                here ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink",
              )}
            >
              {title}
            </Link>
          );
        })}
      </nav>
    </>
  );
}
