import { oneLine } from "@/lib/email/one-line";
import { MailFrame } from "./mail-frame";
import { Action, Boxed, Paragraph } from "./mail-parts";

interface RestoreDone {
  serverName: string;
  /** As words with their zone. */
  target: string;
  undoUntil: string | null;
  url: string;
}

export function restoreDoneSubject(serverName: string): string {
  return `${oneLine(serverName)} has been restored`;
}

export function RestoreDoneMail({ target, undoUntil, url, ...rest }: RestoreDone) {
  const serverName = oneLine(rest.serverName);
  return (
    <MailFrame
      preview={`As it was on ${target}`}
      title={`${serverName} has been restored`}
      reason="You get this mail because you manage this server."
    >
      <Boxed>As it was on {target}</Boxed>
      <Paragraph>
        It was examined before it took the place of what was there, and answers as healthy.
      </Paragraph>
      {undoUntil ? (
        <Paragraph>
          The data from before is kept until {undoUntil}; until then you can undo the restore.
        </Paragraph>
      ) : null}
      <Action href={url}>Open the restore</Action>
    </MailFrame>
  );
}
