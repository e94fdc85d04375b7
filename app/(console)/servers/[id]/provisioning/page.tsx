import { JobProgress } from "@/app/(console)/servers/[id]/_components/job-progress";

export default async function ProvisioningPage({ params }: { params: Promise<{ id: string }> }) {
  return <JobProgress serverId={(await params).id} />;
}
