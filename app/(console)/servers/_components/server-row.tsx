import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { ServerStatusBadge } from "@/components/server/server-status-badge";
import { RelativeTime } from "@/components/time/relative-time";
import { formatMoney } from "@/lib/format";
import { paths } from "@/lib/paths";
import { type ProvisionStepKey, provisionPlan } from "@/lib/server/jobs/provision-plan";
import type { Location, ServerView } from "@/lib/server/server-schemas";

/** One server: what it is, how it is, where it is, what it costs. The whole row leads to its page. */
export function ServerRow({ server, location }: { server: ServerView; location: Location | undefined }) {
  return (
    <li className="group relative grid gap-x-6 gap-y-2 px-5 py-4 hover:bg-raised md:grid-cols-[minmax(0,1.6fr)_minmax(9rem,0.8fr)_minmax(10rem,1fr)_7.5rem_1rem] md:items-center">
      <div className="min-w-0">
        <Link
          href={paths.server(server.id)}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {server.name}
        </Link>
        <span className="block truncate text-sm text-ink-faint">{server.domain}</span>
      </div>
      <div className="flex flex-col items-start gap-1">
        <ServerStatusBadge status={server.status} />
        <StepNow server={server} />
      </div>
      <div className="text-sm text-ink-soft">
        {location ? `${location.city}, ${location.country}` : server.location}
        <span className="text-ink-faint"> · {server.serverType}</span>
        <span className="block text-ink-faint">
          ordered <RelativeTime time={server.createdAt} />
        </span>
      </div>
      <div className="text-sm tabular-nums md:text-right">
        {formatMoney(server.monthlyCents, server.currency)}
        <span className="text-ink-faint"> / month</span>
      </div>
      <ChevronRight className="hidden size-4 text-ink-faint group-hover:text-ink md:block" aria-hidden />
    </li>
  );
}

/** Which step is under way, or has failed. */
function StepNow({ server }: { server: ServerView }) {
  const key = server.job?.currentStep;
  const title = key && key in provisionPlan.steps ? provisionPlan.steps[key as ProvisionStepKey].title : null;
  return title && server.status !== "running" ? (
    <span className="text-xs text-ink-faint">{title}</span>
  ) : null;
}
