import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/actor";
import { requireActor } from "@/lib/account/require-actor";
import { paths } from "@/lib/paths";
import { listLocations } from "@/lib/server/list-locations";
import { listServers } from "@/lib/server/list-servers";
import { locationsQuery, serversQuery } from "@/lib/server/server-queries";
import { ServerList } from "./_components/server-list";

export const metadata: Metadata = { title: "Servers" };

export default async function ServersPage() {
  const actor = await requireActor();
  const client = new QueryClient();
  await Promise.all([
    client.prefetchInfiniteQuery({ ...serversQuery(), queryFn: () => listServers(actor) }),
    client.prefetchQuery({
      ...locationsQuery(),
      queryFn: async () => ({ items: await listLocations(actor) }),
    }),
  ]);
  return (
    <>
      <PageHeader
        title="Servers"
        description="Each one a complete backend on a machine of its own."
        actions={
          may(actor, "server:create") ? (
            <Button asChild variant="primary">
              <Link href={paths.newServer}>
                <Plus aria-hidden /> Order server
              </Link>
            </Button>
          ) : null
        }
      />
      <HydrationBoundary state={dehydrate(client)}>
        <ServerList />
      </HydrationBoundary>
    </>
  );
}
