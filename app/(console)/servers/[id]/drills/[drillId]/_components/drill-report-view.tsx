import { Download } from "lucide-react";
import { DrillStatusBadge } from "@/app/(console)/servers/[id]/drills/_components/drill-status";
import { ExactTime } from "@/components/backup/exact-time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { scenarioWords } from "@/lib/drill/drill-rules";
import type { DrillReport, DrillView } from "@/lib/drill/drill-schemas";
import { paths } from "@/lib/paths";
import { PrintButton } from "./print-button";
import { PrintStyle } from "./print-style";
import { ReportChecks } from "./report-checks";
import { ReportFacts } from "./report-facts";
import { ReportObjectives } from "./report-objectives";
import { ReportPhases } from "./report-phases";

interface Props {
  drill: DrillView;
  report: DrillReport;
  title: string;
}

/** A drill's report, on the screen and on paper. */
export function DrillReportView({ drill, report, title }: Props) {
  return (
    <Card className="print:border-0 print:shadow-none">
      <PrintStyle />
      <div className="flex flex-wrap items-start justify-between gap-4 border-b border-line p-5">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="text-lg font-semibold">Drill: {title}</h2>
            <DrillStatusBadge status={report.passed ? "passed" : "failed"} />
          </div>
          <p className="mt-1 text-sm text-ink-soft">
            {report.serverName}, <ExactTime time={report.startedAt} withUtc />
          </p>
          <p className="mt-1 max-w-2xl text-sm text-ink-soft">{scenarioWords[report.scenario].does}</p>
        </div>
        <div className="flex flex-wrap gap-2 print:hidden">
          <PrintButton />
          <Button asChild>
            <a href={paths.drillReport(drill.id)} download={`drill-${drill.id}.json`}>
              <Download aria-hidden /> Download JSON
            </a>
          </Button>
        </div>
      </div>
      <div className="space-y-8 p-5">
        <ReportObjectives report={report} />
        <ReportPhases phases={report.phases} />
        <ReportChecks checks={report.checks} />
        <ReportFacts report={report} drill={drill} />
      </div>
    </Card>
  );
}
