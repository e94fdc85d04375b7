"use client";

import { lazy, Suspense } from "react";
import { BackupList } from "./backup-list";
import { LazyLiveJob } from "./lazy-live-job";
import { OverviewSection } from "./overview-section";

// What stands below the list may come a moment after it.
const RestoreList = lazy(() => import("./restore-list").then((module) => ({ default: module.RestoreList })));
const PolicySection = lazy(() =>
  import("./policy-section").then((module) => ({ default: module.PolicySection })),
);

/** What is safe and since when, what is under way, and the list, which stays whatever goes on. */
export function BackupsScreen({ serverId }: { serverId: string }) {
  return (
    <div className="space-y-5">
      <LazyLiveJob serverId={serverId} />
      <OverviewSection serverId={serverId} />
      <BackupList serverId={serverId} />
      <Suspense fallback={null}>
        <RestoreList serverId={serverId} />
        <PolicySection serverId={serverId} />
      </Suspense>
    </div>
  );
}
