import { BackupsScreen } from "./_components/backups-screen";

export default async function BackupsPage({ params }: { params: Promise<{ id: string }> }) {
  return <BackupsScreen serverId={(await params).id} />;
}
