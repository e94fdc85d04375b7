import type { ReactNode } from "react";
import { ExactTime } from "@/components/backup/exact-time";
import type { DrillReport, DrillView } from "@/lib/drill/drill-schemas";

export function ReportFacts({ report, drill }: { report: DrillReport; drill: DrillView }) {
  return (
    <section>
      <h3 className="mb-3 font-semibold">Details</h3>
      <dl className="grid gap-x-8 gap-y-3 text-sm sm:grid-cols-2">
        <Fact title="Backup">
          <span className="font-mono">{report.backupName ?? "–"}</span>
        </Fact>
        <Fact title="Recovered to">{report.recoveredTo ? <ExactTime time={report.recoveredTo} /> : "–"}</Fact>
        <Fact title="Rows counted">{report.rowCount?.toLocaleString("en") ?? "–"}</Fact>
        <Fact title="Begun">{drill.trigger === "scheduled" ? "On schedule" : "On request"}</Fact>
        <Fact title="Ended">
          <ExactTime time={report.finishedAt} />
        </Fact>
        <Fact title="Throw-away resources">
          {report.tornDown ? "Deleted" : <span className="text-bad">Not all deleted; we clean up</span>}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4 border-b border-line pb-2">
      <dt className="text-ink-soft">{title}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}
