import { createElement } from "react";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { drillReportSchema } from "@/lib/drill/drill-schemas";
import { sendMail } from "@/lib/email/send-mail";
import { DrillReportMail, drillReportSubject } from "@/lib/email/templates/drill-report";
import { JobFailedMail, jobFailedSubject } from "@/lib/email/templates/job-failed";
import { RestoreDoneMail, restoreDoneSubject } from "@/lib/email/templates/restore-done";
import { ServerDeletedMail, serverDeletedSubject } from "@/lib/email/templates/server-deleted";
import { env } from "@/lib/env";
import { toAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { paths } from "@/lib/paths";
import { mailRecipients } from "@/lib/team/mail-recipients";
import { stepDefinition } from "./job-plans";
import type { ReceiptItem } from "./job-schemas";
import { type JobRow, jobRowInclude, jobView } from "./job-view";
import type { JobRun } from "./write-job";

const titles: Partial<Record<JobRow["kind"], string>> = {
  provision: "Setting up",
  deprovision: "Deleting",
  backup: "The backup",
  verify: "The verification",
  restore: "The restore",
  rollback: "Undoing the restore",
  drill: "The drill",
  renew_certificate: "The renewal of its certificate",
};

/** A failed renewal comes again every day; from this long before the end on, people are told. */
const renewalWarningMs = 14 * 24 * 3_600_000;

/**
 * Mails how a job ended when somebody must know: what failed and what to press, or the receipt of what was deleted. The
 * work and its mail are two things: a refused mail is logged and changes nothing.
 */
export async function sendEndMail(run: JobRun): Promise<void> {
  const job = await db().job.findUniqueOrThrow({ where: { id: run.jobId }, include: jobRowInclude });
  // Whoever ordered a drill's server is told of the drill.
  if (job.epoch !== run.epoch || job.server.drillId) return;
  try {
    if (job.status === "failed") await mailFailure(job);
    if (job.status === "succeeded" && job.kind === "restore") await mailRestore(job);
    if (job.status === "succeeded" && job.kind === "drill") await mailDrill(job);
    if (job.server.status === "deleted") await mailReceipt(job);
  } catch (error) {
    log.warn(
      { jobId: job.id, code: toAppError(error).code },
      "the mail about the job's end was not accepted",
    );
  }
}

async function mailFailure(job: JobRow): Promise<void> {
  // What runs by itself comes again by itself; if it stays away, the alarm says so.
  if ((job.kind === "backup" || job.kind === "verify") && job.createdById === null) return;
  if (job.kind === "renew_certificate" && !(await endsSoon(job))) return;
  const { error } = await jobView(job);
  if (!error) return;
  await sendMail({
    to: await mailRecipients(job.server),
    subject: jobFailedSubject(job.server.name),
    template: createElement(JobFailedMail, {
      serverName: job.server.name,
      jobTitle: titles[job.kind] ?? job.kind,
      stepTitle: job.currentStep ? stepDefinition(job.kind, job.currentStep).title : "The start",
      reason: error.message,
      hint: error.remedy,
      action: { label: "Open the server", url: `${env().APP_URL}${paths.server(job.serverId)}` },
    }),
    idempotencyKey: `job-failed-${job.id}-${job.attempt}`,
  });
}

async function endsSoon({ serverId, server }: JobRow): Promise<boolean> {
  const certificate = await db().certificate.findUnique({
    where: { serverId_domain: { serverId, domain: server.domain } },
  });
  return certificate?.notAfter ? certificate.notAfter.getTime() - now().getTime() < renewalWarningMs : true;
}

async function mailRestore(job: JobRow): Promise<void> {
  const restore = await db().restore.findUnique({ where: { jobId: job.id } });
  if (!restore) return;
  await sendMail({
    to: await mailRecipients(job.server),
    subject: restoreDoneSubject(job.server.name),
    template: createElement(RestoreDoneMail, {
      serverName: job.server.name,
      target: inUtc(restore.targetAt),
      undoUntil: restore.undoUntil ? inUtc(restore.undoUntil) : null,
      url: `${env().APP_URL}${paths.serverRestoreRun(job.serverId, restore.id)}`,
    }),
    idempotencyKey: `restore-done-${job.id}`,
  });
}

async function mailDrill(job: JobRow): Promise<void> {
  const drill = await db().drill.findUnique({ where: { jobId: job.id } });
  const report = drillReportSchema
    .nullable()
    .catch(null)
    .parse(drill?.report ?? null);
  if (!drill || !report) return;
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

/** Mails cannot know their reader's zone. */
const inUtc = (time: Date) => `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;

async function mailReceipt(job: JobRow): Promise<void> {
  const receipt = (job.receipt ?? []) as ReceiptItem[];
  await sendMail({
    to: await mailRecipients(job.server),
    subject: serverDeletedSubject(job.server.name),
    template: createElement(ServerDeletedMail, {
      serverName: job.server.name,
      receipt: receipt.map(({ kind, name, outcome }) => ({
        item: `${kind.replace("_", " ")} ${name}`,
        outcome: outcome.replace("_", " "),
      })),
      dashboardUrl: `${env().APP_URL}${paths.servers}`,
    }),
    idempotencyKey: `server-deleted-${job.id}`,
  });
}
