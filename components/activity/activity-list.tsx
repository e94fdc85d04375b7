"use client";

import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { RelativeTime } from "@/components/time/relative-time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { activityQuery } from "@/lib/audit/audit-queries";
import { ActivitySentence } from "./activity-sentence";

/** Who did what, newest first, of the team or of one server. */
export function ActivityList({ serverId }: { serverId?: string }) {
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery(
    activityQuery(serverId),
  );
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState icon={<History />} title="Nothing happened yet">
        Orders, retries, deletions and changes to the team show up here.
      </EmptyState>
    );
  }
  return (
    <Card>
      <ol className="divide-y divide-line">
        {items.map((item) => (
          <li
            key={item.id}
            className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-5 py-3 text-sm"
          >
            <ActivitySentence item={item} />
            <span className="text-ink-faint">
              <RelativeTime time={item.createdAt} />
            </span>
          </li>
        ))}
      </ol>
      {hasNextPage ? (
        <div className="border-t border-line p-3 text-center">
          <Button variant="ghost" size="sm" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
