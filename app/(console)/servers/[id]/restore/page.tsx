import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { requireActor } from "@/lib/account/require-actor";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { getRestorePoints } from "@/lib/restore/get-restore-points";
import { restorePointsQuery } from "@/lib/restore/restore-queries";
import { RestoreWizard } from "./_components/restore-wizard";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ backup?: string | string[] }>;
}

export default async function RestorePage({ params, searchParams }: Props) {
  const [{ id }, { backup }] = await Promise.all([params, searchParams]);
  const actor = await requireActor();
  const client = new QueryClient();
  await client.prefetchQuery({
    ...restorePointsQuery(id),
    queryFn: () => getRestorePoints(jobKinds, actor, id),
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RestoreWizard serverId={id} backupId={typeof backup === "string" ? backup : null} />
    </HydrationBoundary>
  );
}
