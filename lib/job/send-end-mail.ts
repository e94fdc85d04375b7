import { createElement } from "react";
import { db } from "@/lib/db";
import { sendMail } from "@/lib/email/send-mail";
import { JobFailedMail, jobFailedSubject } from "@/lib/email/templates/job-failed";
import { ServerDeletedMail, serverDeletedSubject } from "@/lib/email/templates/server-deleted";
import { env } from "@/lib/env";
import { toAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { paths } from "@/lib/paths";
import { stepDefinition } from "./job-plans";
import type { ReceiptItem } from "./job-schemas";
import { type JobRow, jobRowInclude, jobView } from "./job-view";
import type { JobRun } from "./write-job";

const titles: Partial<Record<JobRow["kind"], string>> = { provision: "Setting up", deprovision: "Deleting" };

/**
 * Mails how a job ended when somebody must know: what failed and what to press, or the receipt of what was deleted. The
 * work and its mail are two things: a refused mail is logged and changes nothing.
 */
export async function sendEndMail(run: JobRun): Promise<void> {
  const job = await db().job.findUniqueOrThrow({ where: { id: run.jobId }, include: jobRowInclude });
  if (job.epoch !== run.epoch) return;
  try {
    if (job.status === "failed") await mailFailure(job);
    if (job.server.status === "deleted") await mailReceipt(job);
  } catch (error) {
    log.warn(
      { jobId: job.id, code: toAppError(error).code },
      "the mail about the job's end was not accepted",
    );
  }
}

async function mailFailure(job: JobRow): Promise<void> {
  const { error } = await jobView(job);
  if (!error) return;
  await sendMail({
    to: job.server.adminEmail,
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

async function mailReceipt(job: JobRow): Promise<void> {
  const receipt = (job.receipt ?? []) as ReceiptItem[];
  await sendMail({
    to: job.server.adminEmail,
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
