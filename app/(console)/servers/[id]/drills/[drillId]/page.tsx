import { promisedObjectives } from "@/lib/drill/drill-schemas";
import { DrillScreen } from "./_components/drill-screen";

export default async function DrillPage({ params }: { params: Promise<{ id: string; drillId: string }> }) {
  const { id, drillId } = await params;
  return <DrillScreen serverId={id} drillId={drillId} objectives={promisedObjectives} />;
}
