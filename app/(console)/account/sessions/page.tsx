import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SessionList } from "@/app/(console)/account/_components/session-list";
import { PageHeader } from "@/components/ui/page-header";
import { sessionsQuery } from "@/lib/account/account-queries";
import { listSessions } from "@/lib/account/list-sessions";
import { requireActor } from "@/lib/account/require-actor";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage() {
  const actor = await requireActor();
  const client = new QueryClient();
  await client.prefetchQuery({
    ...sessionsQuery(),
    queryFn: async () => ({ items: await listSessions(actor) }),
  });
  return (
    <>
      <PageHeader
        title="Sessions"
        description="Where you are signed in. A session you end stops working at once."
      />
      <HydrationBoundary state={dehydrate(client)}>
        <SessionList />
      </HydrationBoundary>
    </>
  );
}
