import Link from "next/link";
import { RelativeTime } from "@/components/time/relative-time";
import { cn } from "@/lib/class-names";
import { measuredRpo, type Objectives, promisedRpo } from "@/lib/drill/drill-rules";
import type { DrillScenario, DrillView } from "@/lib/drill/drill-schemas";
import { formatDuration } from "@/lib/format";
import { paths } from "@/lib/paths";
import { DrillStatusBadge } from "./drill-status";

interface Props {
  drill: DrillView;
  objective: Objectives[DrillScenario];
}

export function DrillRow({ drill, objective }: Props) {
  const { report, status } = drill;
  const promised = report?.promised ?? objective;
  return (
    <li
      className={cn(
        "relative grid gap-x-6 gap-y-2 border-l-4 py-4 pr-5 pl-4 sm:grid-cols-[minmax(0,1fr)_auto_auto]",
        status === "failed" ? "border-l-bad bg-bad-soft" : "border-l-transparent hover:bg-raised",
      )}
    >
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            href={paths.serverDrill(drill.serverId, drill.id)}
            className="rounded font-medium after:absolute after:inset-0"
          >
            {objective.title}
          </Link>
          <DrillStatusBadge status={status} />
        </div>
        <p className="mt-1 text-sm text-ink-soft">
          {drill.trigger === "scheduled" ? "On schedule" : "On request"}{" "}
          <RelativeTime time={drill.startedAt} />
        </p>
      </div>
      {report ? (
        <>
          <Measure
            title="Back in"
            measured={formatDuration(report.rtoSeconds)}
            promised={formatDuration(promised.rtoSeconds)}
          />
          <Measure title="Lost" measured={measuredRpo(report)} promised={promisedRpo(promised.rpo)} />
        </>
      ) : null}
    </li>
  );
}

function Measure({ title, measured, promised }: { title: string; measured: string; promised: string }) {
  return (
    <p className="text-sm sm:w-40">
      <span className="text-ink-soft">{title} </span>
      <span className="font-medium tabular-nums">{measured}</span>
      <span className="block text-ink-soft">promised: {promised}</span>
    </p>
  );
}
