import { oneLine } from "@/lib/email/one-line";
import { MailFrame } from "./mail-frame";
import { Action, Boxed, Paragraph } from "./mail-parts";

interface BackupAlarm {
  serverName: string;
  alarm: string;
  backupsUrl: string;
}

export function backupAlarmSubject(serverName: string): string {
  return `The backups of ${oneLine(serverName)} need your attention`;
}

export function BackupAlarmMail({ alarm, backupsUrl, ...rest }: BackupAlarm) {
  const serverName = oneLine(rest.serverName);
  return (
    <MailFrame
      preview={oneLine(alarm)}
      title={`The backups of ${serverName} need your attention`}
      reason="You get this mail because you manage this server."
    >
      <Paragraph>
        {serverName} goes on serving. But if it were lost now, this is what would be missed:
      </Paragraph>
      <Boxed>{oneLine(alarm, 500)}</Boxed>
      <Paragraph>On its backups page you see what is there, and can back it up at once.</Paragraph>
      <Action href={backupsUrl}>Open the backups</Action>
    </MailFrame>
  );
}
