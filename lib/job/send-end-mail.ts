import { createElement } from "react";
import { db } from "@/lib/db";
import { sendMail } from "@/lib/email/send-mail";
import { JobFailedMail, jobFailedSubject } from "@/lib/email/templates/job-failed";
import { env } from "@/lib/env";
import { toAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { paths } from "@/lib/paths";
import { mailRecipients } from "@/lib/team/mail-recipients";
import { type JobKind, type JobKinds, kindOf, stepOf } from "./job-kind";
import { type JobRow, jobRowInclude, jobView } from "./job-view";
import type { JobRun } from "./write-job";

/**
 * Mails how a job ended when somebody must know: what failed and what to press, or what its kind has to tell. The work and
 * its mail are two things: a refused mail is logged and changes nothing.
 */
export async function sendEndMail(kinds: JobKinds, run: JobRun): Promise<void> {
  const job = await db().job.findUniqueOrThrow({ where: { id: run.jobId }, include: jobRowInclude });
  // Whoever ordered a throw-away server is told of what it was for.
  if (job.epoch !== run.epoch || job.server.drillId) return;
  const kind = kindOf(kinds, job.kind);
  try {
    if (job.status === "failed") await mailFailure(kinds, kind, job);
    else await kind.tell?.(job);
  } catch (error) {
    log.warn(
      { jobId: job.id, code: toAppError(error).code },
      "the mail about the job's end was not accepted",
    );
  }
}

async function mailFailure(kinds: JobKinds, kind: JobKind, job: JobRow): Promise<void> {
  if (kind.tellsFailure && !(await kind.tellsFailure(job))) return;
  const { error } = await jobView(kinds, job);
  if (!error) return;
  await sendMail({
    to: await mailRecipients(job.server),
    subject: jobFailedSubject(job.server.name),
    template: createElement(JobFailedMail, {
      serverName: job.server.name,
      jobTitle: kind.subject,
      stepTitle: job.currentStep ? stepOf(kind, job.currentStep).title : "The start",
      reason: error.message,
      hint: error.remedy,
      action: { label: "Open the server", url: `${env().APP_URL}${paths.server(job.serverId)}` },
    }),
    idempotencyKey: `job-failed-${job.id}-${job.attempt}`,
  });
}
