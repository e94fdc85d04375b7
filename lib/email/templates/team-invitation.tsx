import { oneLine } from "@/lib/email/one-line";
import { MailFrame } from "./mail-frame";
import { Action, Anchor, Paragraph } from "./mail-parts";

interface TeamInvitation {
  teamName: string;
  inviterName: string;
  invitedAs: "owner" | "admin" | "developer" | "viewer";
  url: string;
  expiresInDays: number;
}

export function teamInvitationSubject(teamName: string): string {
  return `Invitation to ${oneLine(teamName)} on ɳSelf Cloud`;
}

export function TeamInvitationMail({ invitedAs, url, expiresInDays, ...names }: TeamInvitation) {
  const teamName = oneLine(names.teamName);
  return (
    <MailFrame
      preview={`${oneLine(names.inviterName)} invites you as ${invitedAs}`}
      title={`Join ${teamName}`}
      reason="You get this mail because a member of the team typed this address. If you do not know them, ignore it."
    >
      <Paragraph>
        {oneLine(names.inviterName)} invites you to the team {teamName} as {invitedAs}.
      </Paragraph>
      <Action href={url}>Accept the invitation</Action>
      <Paragraph>
        The link works for {expiresInDays} days: <Anchor href={url} />
      </Paragraph>
    </MailFrame>
  );
}
