import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { LazyLiveJob } from "@/app/(console)/servers/[id]/backups/_components/lazy-live-job";
import { requireActor } from "@/lib/account/require-actor";
import { drillsQuery } from "@/lib/drill/drill-queries";
import { promisedObjectives } from "@/lib/drill/drill-schemas";
import { listDrills } from "@/lib/drill/list-drills";
import { DrillList } from "./_components/drill-list";
import { StartDrill } from "./_components/start-drill";

export default async function DrillsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireActor();
  const client = new QueryClient();
  await client.prefetchInfiniteQuery({ ...drillsQuery(id), queryFn: () => listDrills(actor, id, {}) });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <div className="space-y-5">
        <LazyLiveJob serverId={id} kinds={["drill"]} />
        <StartDrill serverId={id} objectives={promisedObjectives} />
        <DrillList serverId={id} objectives={promisedObjectives} />
      </div>
    </HydrationBoundary>
  );
}
