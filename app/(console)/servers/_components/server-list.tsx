"use client";

import { useQuery, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { Rocket, ServerOff } from "lucide-react";
import Link from "next/link";
import { useMay } from "@/app/(console)/servers/[id]/backups/_components/use-may";
import { ShowOlder } from "@/components/backup/show-older";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { paths } from "@/lib/paths";
import { locationsQuery, serversQuery } from "@/lib/server/server-queries";
import { ServerRow } from "./server-row";

export function ServerList() {
  const servers = useSuspenseInfiniteQuery(serversQuery());
  const { data: locations } = useQuery(locationsQuery());
  const mayOrder = useMay("server:create");
  const items = servers.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    if (!mayOrder) {
      return (
        <EmptyState icon={<ServerOff />} title="This team has no servers">
          Owners, admins and developers of the team order them.
        </EmptyState>
      );
    }
    return (
      <EmptyState
        icon={<Rocket />}
        title="Your first backend is minutes away"
        action={
          <Button asChild variant="primary" size="lg">
            <Link href={paths.newServer}>Order server</Link>
          </Button>
        }
      >
        PostgreSQL, Hasura, Auth and storage on a server of your own, with TLS, DNS and nightly backups. No
        terminal needed.
      </EmptyState>
    );
  }
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface shadow-card">
      <ul className="divide-y divide-line" aria-label="Servers">
        {items.map((server) => (
          <ServerRow
            key={server.id}
            server={server}
            location={locations?.items.find((one) => one.name === server.location)}
          />
        ))}
      </ul>
      <ShowOlder query={servers} />
    </div>
  );
}
