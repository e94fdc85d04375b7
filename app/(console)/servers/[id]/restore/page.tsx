import { RestoreWizard } from "./_components/restore-wizard";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ backup?: string | string[] }>;
}

export default async function RestorePage({ params, searchParams }: Props) {
  const { backup } = await searchParams;
  return <RestoreWizard serverId={(await params).id} backupId={typeof backup === "string" ? backup : null} />;
}
