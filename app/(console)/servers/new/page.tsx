import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { Alert } from "@/components/ui/alert";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/actor";
import { requireActor } from "@/lib/account/require-actor";
import { listPlugins } from "@/lib/plugin/list-plugins";
import { pluginsQuery } from "@/lib/plugin/plugin-queries";
import { listLocations } from "@/lib/server/list-locations";
import { listServerTypes } from "@/lib/server/list-server-types";
import { serverDomain } from "@/lib/server/server-names";
import { locationsQuery, serverTypesQuery } from "@/lib/server/server-queries";
import { OrderForm } from "./_components/order-form";

export const metadata: Metadata = { title: "Order a server" };

export default async function NewServerPage() {
  const actor = await requireActor();
  if (!may(actor, "server:create")) {
    return (
      <>
        <PageHeader title="Order a server" />
        <Alert title="Only owners, admins and developers of a team order servers.">
          Everything about those that there are is on their pages.
        </Alert>
      </>
    );
  }
  const client = new QueryClient();
  // Prefetching swallows what the provider does not answer; the form then shows it where it is missing, with a retry.
  await Promise.all([
    client.prefetchQuery({
      ...locationsQuery(),
      queryFn: async () => ({ items: await listLocations(actor) }),
    }),
    client.prefetchQuery({
      ...serverTypesQuery(),
      queryFn: async () => ({ items: await listServerTypes(actor) }),
    }),
    client.prefetchQuery({ ...pluginsQuery(), queryFn: async () => ({ items: await listPlugins(actor) }) }),
  ]);
  return (
    <>
      <PageHeader
        title="Order a server"
        description="Ready in 5 to 8 minutes, with DNS, TLS and nightly backups."
      />
      <HydrationBoundary state={dehydrate(client)}>
        <OrderForm domainSuffix={serverDomain("")} />
      </HydrationBoundary>
    </>
  );
}
