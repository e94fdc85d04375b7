import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { ActivityList } from "@/components/activity/activity-list";
import { requireActor } from "@/lib/account/require-actor";
import { activityQuery } from "@/lib/audit/audit-queries";
import { listActivity } from "@/lib/audit/list-activity";

export default async function ServerActivityPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireActor();
  const client = new QueryClient();
  await client.prefetchInfiniteQuery({
    ...activityQuery(id),
    queryFn: () => listActivity(actor, { serverId: id, limit: 30 }),
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ActivityList serverId={id} />
    </HydrationBoundary>
  );
}
