import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ActivityList } from "@/components/activity/activity-list";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/account/require-actor";
import { activityQuery } from "@/lib/audit/audit-queries";
import { listActivity } from "@/lib/audit/list-activity";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage() {
  const actor = await requireActor();
  const client = new QueryClient();
  await client.prefetchInfiniteQuery({
    ...activityQuery(),
    queryFn: () => listActivity(actor, { limit: 30 }),
  });
  return (
    <>
      <PageHeader
        title="Activity"
        description="Everything that people, API tokens and we did in this team."
      />
      <HydrationBoundary state={dehydrate(client)}>
        <ActivityList />
      </HydrationBoundary>
    </>
  );
}
