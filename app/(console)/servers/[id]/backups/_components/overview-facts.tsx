"use client";

import { useQuery } from "@tanstack/react-query";
import { ExactTime } from "@/components/backup/exact-time";
import { RelativeTime } from "@/components/time/relative-time";
import { formatBytes } from "@/lib/backup/backup-rules";
import type { BackupOverview } from "@/lib/backup/backup-schemas";
import { formatMoney } from "@/lib/format";
import { locationsQuery } from "@/lib/server/server-queries";
import { Capital, Fact } from "./fact";
import { WalFreshness } from "./wal-freshness";

export function OverviewFacts({ overview }: { overview: BackupOverview }) {
  const { data: locations } = useQuery(locationsQuery());
  const city = (name: string) => locations?.items.find((one) => one.name === name)?.city ?? name;
  const { region, serverLocation, lastGoodAt, nextRunAt } = overview;
  return (
    <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
      <Fact
        title="Last good backup"
        note={lastGoodAt ? <ExactTime time={lastGoodAt} /> : "The first one follows by itself."}
      >
        {lastGoodAt ? (
          <Capital>
            <RelativeTime time={lastGoodAt} />
          </Capital>
        ) : (
          "None yet"
        )}
      </Fact>
      <WalFreshness wal={overview.wal} />
      <Fact title="Next backup" note={nextRunAt ? <ExactTime time={nextRunAt} /> : null}>
        {nextRunAt ? (
          <Capital>
            <RelativeTime time={nextRunAt} />
          </Capital>
        ) : (
          "Not planned"
        )}
      </Fact>
      <Fact title="Kept in" note={`Your server is in ${city(serverLocation)}`}>
        {region ? city(region) : "–"}
        {region === serverLocation ? <span className="text-warn"> (the same location)</span> : null}
      </Fact>
      <Fact
        title="Stored"
        note={`${formatMoney(overview.monthlyCents, overview.currency)} a month, included in your price`}
      >
        {formatBytes(overview.storedBytes)}
      </Fact>
      <Fact
        title="Next verification"
        note={
          overview.nextDrillAt ? (
            <>
              Next drill <RelativeTime time={overview.nextDrillAt} />
            </>
          ) : null
        }
      >
        {overview.nextVerificationAt ? (
          <Capital>
            <RelativeTime time={overview.nextVerificationAt} />
          </Capital>
        ) : (
          "Not planned"
        )}
      </Fact>
    </dl>
  );
}
