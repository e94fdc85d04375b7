import { MailFrame } from "./mail-frame";
import { Action, Anchor, Paragraph } from "./mail-parts";

interface SignInLink {
  /** Opens a page with a button; following it alone spends nothing. */
  url: string;
  expiresInMinutes: number;
}

export const signInLinkSubject = "Sign in to ɳSelf Cloud";

export function SignInLinkMail({ url, expiresInMinutes }: SignInLink) {
  return (
    <MailFrame
      preview={`This link works once, for ${expiresInMinutes} minutes`}
      title="Sign in"
      reason="You get this mail because someone typed this address on the sign-in page. If it was not you, ignore it: without the link nobody gets in."
    >
      <Paragraph>
        Open the link and confirm with the button there. It works once, for {expiresInMinutes} minutes.
      </Paragraph>
      <Action href={url}>Sign in</Action>
      <Paragraph>
        Or copy this address: <Anchor href={url} />
      </Paragraph>
    </MailFrame>
  );
}
