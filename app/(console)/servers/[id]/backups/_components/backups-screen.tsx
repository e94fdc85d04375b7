import { BackupList } from "./backup-list";
import { LiveJob } from "./live-job";
import { OverviewSection } from "./overview-section";
import { PolicySection } from "./policy-section";
import { RestoreList } from "./restore-list";

/** What is safe and since when, what is under way, and the list, which stays whatever goes on. */
export function BackupsScreen({ serverId }: { serverId: string }) {
  return (
    <div className="space-y-5">
      <LiveJob serverId={serverId} />
      <OverviewSection serverId={serverId} />
      <BackupList serverId={serverId} />
      <RestoreList serverId={serverId} />
      <PolicySection serverId={serverId} />
    </div>
  );
}
