import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { requireActor } from "@/lib/account/require-actor";
import { backupOverviewQuery, backupsQuery } from "@/lib/backup/backup-queries";
import { getOverview } from "@/lib/backup/get-overview";
import { listBackups } from "@/lib/backup/list-backups";
import { listRestores } from "@/lib/restore/list-restores";
import { restoresQuery } from "@/lib/restore/restore-queries";
import { BackupsScreen } from "./_components/backups-screen";

export default async function BackupsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireActor();
  const client = new QueryClient();
  await Promise.all([
    client.prefetchQuery({ ...backupOverviewQuery(id), queryFn: () => getOverview(actor, id) }),
    client.prefetchInfiniteQuery({ ...backupsQuery(id), queryFn: () => listBackups(actor, id, {}) }),
    client.prefetchInfiniteQuery({ ...restoresQuery(id), queryFn: () => listRestores(actor, id, {}) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <BackupsScreen serverId={id} />
    </HydrationBoundary>
  );
}
