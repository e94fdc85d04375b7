import { oneLine } from "@/lib/email/one-line";
import { MailFrame } from "./mail-frame";
import { Action, Anchor, Paragraph } from "./mail-parts";

interface Welcome {
  serverName: string;
  /** The server's addresses, each https. */
  links: { label: string; url: string }[];
  /** One-time link to the admin credentials; the credentials themselves are never mailed. */
  credentialsUrl: string;
  credentialsExpireInHours: number;
  dashboardUrl: string;
}

export function welcomeSubject(serverName: string): string {
  return `${oneLine(serverName)} is ready`;
}

export function WelcomeMail(props: Welcome) {
  const { links, credentialsUrl, credentialsExpireInHours, dashboardUrl } = props;
  const serverName = oneLine(props.serverName);
  return (
    <MailFrame
      preview="Your server is running and answers to the world"
      title={`${serverName} is ready`}
      reason="You get this mail because you ordered this server."
    >
      <Paragraph>
        Your server is running, its certificate is valid and its services answered a health check.
      </Paragraph>
      <Action href={credentialsUrl}>Show the admin credentials</Action>
      <Paragraph>
        That link shows them once and works for {credentialsExpireInHours} hours. We never send credentials by
        mail.
      </Paragraph>
      {links.map(({ label, url }) => (
        <Paragraph key={url}>
          {oneLine(label)}: <Anchor href={url} />
        </Paragraph>
      ))}
      <Paragraph>
        Everything about the server is in your dashboard: <Anchor href={dashboardUrl} />
      </Paragraph>
    </MailFrame>
  );
}
