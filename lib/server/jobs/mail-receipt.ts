import { createElement } from "react";
import { sendMail } from "@/lib/email/send-mail";
import { ServerDeletedMail, serverDeletedSubject } from "@/lib/email/templates/server-deleted";
import { env } from "@/lib/env";
import type { ReceiptItem } from "@/lib/job/job-schemas";
import type { JobRow } from "@/lib/job/job-view";
import { paths } from "@/lib/paths";
import { mailRecipients } from "@/lib/team/mail-recipients";

/** What was deleted and what was kept, once the server is gone. */
export async function mailReceipt(job: JobRow): Promise<void> {
  if (job.server.status !== "deleted") return;
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
