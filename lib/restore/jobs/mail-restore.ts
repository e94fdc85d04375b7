import { createElement } from "react";
import { db } from "@/lib/db";
import { sendMail } from "@/lib/email/send-mail";
import { RestoreDoneMail, restoreDoneSubject } from "@/lib/email/templates/restore-done";
import { env } from "@/lib/env";
import type { JobRow } from "@/lib/job/job-view";
import { paths } from "@/lib/paths";
import { mailRecipients } from "@/lib/team/mail-recipients";

export async function mailRestore(job: JobRow): Promise<void> {
  const restore = await db().restore.findUnique({ where: { jobId: job.id } });
  if (job.status !== "succeeded" || !restore) return;
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

/** Mails cannot know their reader's zone. */
const inUtc = (time: Date) => `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
