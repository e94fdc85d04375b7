import { LiveJob } from "@/app/(console)/servers/[id]/backups/_components/live-job";
import { promisedObjectives } from "@/lib/drill/drill-schemas";
import { DrillList } from "./_components/drill-list";
import { StartDrill } from "./_components/start-drill";

export default async function DrillsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <div className="space-y-5">
      <LiveJob serverId={id} kinds={["drill"]} />
      <StartDrill serverId={id} objectives={promisedObjectives} />
      <DrillList serverId={id} objectives={promisedObjectives} />
    </div>
  );
}
