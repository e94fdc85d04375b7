import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { log } from "@/lib/log";
import { sendWelcomeMail } from "./send-welcome-mail";

const keptTryingMs = 24 * 3_600_000;

/** Sends the welcome mails that were refused when their servers became ready; for a day. Returns how many went out. */
export async function retryWelcomeMails(): Promise<number> {
  const jobs = await db().job.findMany({
    where: {
      kind: "provision",
      status: "succeeded",
      warning: { not: null },
      finishedAt: { gt: new Date(now().getTime() - keptTryingMs) },
      server: { status: "running" },
    },
    take: 50,
  });
  let sent = 0;
  for (const job of jobs) {
    try {
      await sendWelcomeMail(job.serverId);
      await db().job.update({ where: { id: job.id }, data: { warning: null } });
      sent += 1;
    } catch (error) {
      log.warn({ jobId: job.id, err: error }, "the welcome mail is still refused");
    }
  }
  return sent;
}
