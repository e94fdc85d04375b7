import { RestoreRun } from "./_components/restore-run";

export default async function RestoreRunPage({
  params,
}: {
  params: Promise<{ id: string; restoreId: string }>;
}) {
  const { id, restoreId } = await params;
  return <RestoreRun serverId={id} restoreId={restoreId} />;
}
