"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ExactTime } from "@/components/backup/exact-time";
import { ListCard } from "@/components/backup/list-card";
import { LoadState } from "@/components/backup/load-state";
import { RestoreStatusBadge } from "@/components/backup/restore-status";
import { ShowOlder } from "@/components/backup/show-older";
import { useNow } from "@/components/backup/use-now";
import { RelativeTime } from "@/components/time/relative-time";
import { problemOf } from "@/lib/api-client";
import { paths } from "@/lib/paths";
import { restoresQuery } from "@/lib/restore/restore-queries";
import type { RestoreView } from "@/lib/restore/restore-schemas";

/** The restores of a server, newest first; nothing is shown where there never was one. */
export function RestoreList({ serverId }: { serverId: string }) {
  const restores = useInfiniteQuery(restoresQuery(serverId));
  if (!restores.data) {
    return (
      <LoadState
        what="restores"
        problem={restores.error ? problemOf(restores.error) : null}
        onRetry={() => void restores.refetch()}
        className="h-24"
      />
    );
  }
  const items = restores.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return null;
  return (
    <ListCard title="Restores" description="What was brought back, and whether it can still be undone.">
      <ul aria-label="Restores" className="divide-y divide-line">
        {items.map((restore) => (
          <RestoreRow key={restore.id} restore={restore} />
        ))}
      </ul>
      <ShowOlder query={restores} />
    </ListCard>
  );
}

function RestoreRow({ restore }: { restore: RestoreView }) {
  const now = useNow(60_000);
  const undoUntil = restore.status === "succeeded" ? restore.undoUntil : null;
  return (
    <li className="relative px-5 py-4 hover:bg-raised">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={paths.serverRestoreRun(restore.serverId, restore.id)}
          className="rounded font-medium after:absolute after:inset-0"
        >
          To <ExactTime time={restore.recoveredTo ?? restore.target} />
        </Link>
        <RestoreStatusBadge restore={restore} />
      </div>
      <p className="mt-1 text-sm text-ink-soft">
        {restore.into === "in_place" ? "In place" : "Into a new server"}
        {restore.backupName ? `, from ${restore.backupName}` : ""}
        {restore.createdBy ? `, asked by ${restore.createdBy}` : ""} <RelativeTime time={restore.createdAt} />
        {undoUntil && now !== null && Date.parse(undoUntil) > now ? (
          <>
            . Can be undone until <ExactTime time={undoUntil} />
          </>
        ) : null}
      </p>
    </li>
  );
}
