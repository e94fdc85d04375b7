import { DeleteServer } from "@/app/(console)/servers/[id]/_components/delete-server";

export default async function SettingsPage({ params }: { params: Promise<{ id: string }> }) {
  return <DeleteServer serverId={(await params).id} />;
}
