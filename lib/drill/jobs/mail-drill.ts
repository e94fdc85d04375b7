import { createElement } from "react";
import { db } from "@/lib/db";
import { drillReportSchema } from "@/lib/drill/drill-schemas";
import { sendMail } from "@/lib/email/send-mail";
import { DrillReportMail, drillReportSubject } from "@/lib/email/templates/drill-report";
import { env } from "@/lib/env";
import type { JobRow } from "@/lib/job/job-view";
import { paths } from "@/lib/paths";
import { mailRecipients } from "@/lib/team/mail-recipients";

export async function mailDrill(job: JobRow): Promise<void> {
  const drill = await db().drill.findUnique({ where: { jobId: job.id } });
  const report = drillReportSchema
    .nullable()
    .catch(null)
    .parse(drill?.report ?? null);
  if (job.status !== "succeeded" || !drill || !report) return;
  const minutes = (seconds: number) =>
    seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
  await sendMail({
    to: await mailRecipients(job.server),
    subject: drillReportSubject(job.server.name, report.passed),
    template: createElement(DrillReportMail, {
      serverName: job.server.name,
      passed: report.passed,
      measured: `Recovered after ${minutes(report.rtoSeconds)}; promised are ${minutes(report.promised.rtoSeconds)}.`,
      problems: report.checks
        .filter(({ status }) => status === "failed")
        .map(({ name, detail }) => `${name}: ${detail}`),
      url: `${env().APP_URL}${paths.serverDrill(job.serverId, drill.id)}`,
    }),
    idempotencyKey: `drill-report-${job.id}`,
  });
}
