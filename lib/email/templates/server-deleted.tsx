import { oneLine } from "@/lib/email/one-line";
import { MailFrame } from "./mail-frame";
import { Anchor, Boxed, Paragraph } from "./mail-parts";

interface ServerDeleted {
  serverName: string;
  /** The clean-up receipt: every external thing and what became of it. */
  receipt: { item: string; outcome: string }[];
  dashboardUrl: string;
}

export function serverDeletedSubject(serverName: string): string {
  return `${oneLine(serverName)} is deleted`;
}

export function ServerDeletedMail({ receipt, dashboardUrl, ...rest }: ServerDeleted) {
  const serverName = oneLine(rest.serverName);
  return (
    <MailFrame
      preview="What was removed, item by item"
      title={`${serverName} is deleted`}
      reason="You get this mail because you managed this server."
    >
      <Paragraph>The server is gone and costs nothing any more. This is what was cleaned up:</Paragraph>
      {receipt.map(({ item, outcome }) => (
        <Boxed key={item}>
          {oneLine(item)}: {oneLine(outcome)}
        </Boxed>
      ))}
      <Paragraph>
        Your other servers: <Anchor href={dashboardUrl} />
      </Paragraph>
    </MailFrame>
  );
}
