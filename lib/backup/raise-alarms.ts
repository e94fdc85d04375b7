import { createElement } from "react";
import { backupStatusSchema } from "@/cli/contract/backup";
import { db } from "@/lib/db";
import { sendMail } from "@/lib/email/send-mail";
import { BackupAlarmMail, backupAlarmSubject } from "@/lib/email/templates/backup-alarm";
import { env } from "@/lib/env";
import { toAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { paths } from "@/lib/paths";
import { mailRecipients } from "@/lib/team/mail-recipients";
import type { Server } from "@/prisma/client/client";
import { readCatalogue } from "./catalogue";
import { currentAlarm } from "./current-alarm";

/** Looks at every server's alarm; a new one is mailed once, one that is over is forgotten. Answers how many ring. */
export async function raiseAlarms(): Promise<{ ringing: number }> {
  const servers = await db().server.findMany({
    where: { readyAt: { not: null }, deletedAt: null, drillId: null, status: { in: ["running", "failed"] } },
  });
  let ringing = 0;
  for (const server of servers) if (await raise(server)) ringing += 1;
  return { ringing };
}

async function raise(server: Server): Promise<boolean> {
  const { bases } = await readCatalogue(server.id);
  const status = backupStatusSchema.nullable().catch(null).parse(server.backupStatus);
  const alarm = await currentAlarm(server, bases, status);
  const kind = alarm && kindOf(alarm);
  if (kind === server.backupAlarm) return alarm !== null;
  if (alarm) {
    log.error({ serverId: server.id, alarm }, "a backup alarm rings");
    try {
      await sendMail({
        to: await mailRecipients(server),
        subject: backupAlarmSubject(server.name),
        template: createElement(BackupAlarmMail, {
          serverName: server.name,
          alarm,
          backupsUrl: `${env().APP_URL}${paths.serverBackups(server.id)}`,
        }),
        idempotencyKey: `backup-alarm-${server.id}-${new Date().toISOString().slice(0, 10)}-${kind}`,
      });
    } catch (error) {
      // Not remembered, so that the next look tries again.
      log.warn(
        { serverId: server.id, code: toAppError(error).code },
        "the mail about a backup alarm was not accepted",
      );
      return true;
    }
  }
  await db().server.update({ where: { id: server.id }, data: { backupAlarm: kind } });
  return alarm !== null;
}

/** The words without what counts on ("for 27 hours"): the same trouble is one alarm. */
function kindOf(alarm: string): string {
  return alarm.replaceAll(/\d+/g, "n").slice(0, 60);
}
