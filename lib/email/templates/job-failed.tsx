import { oneLine } from "@/lib/email/one-line";
import { MailFrame } from "./mail-frame";
import { Action, Boxed, Paragraph } from "./mail-parts";

interface JobFailed {
  serverName: string;
  /** What was being done: "Setting up", "Deleting". */
  jobTitle: string;
  stepTitle: string;
  /** The public message of the error. */
  reason: string;
  /** What to do about it. */
  hint?: string | null;
  /** The button that is waiting on the page, and the page. */
  action: { label: string; url: string };
}

export function jobFailedSubject(serverName: string): string {
  return `${oneLine(serverName)} needs your attention`;
}

export function JobFailedMail({ jobTitle, stepTitle, reason, hint, action, ...rest }: JobFailed) {
  const serverName = oneLine(rest.serverName);
  return (
    <MailFrame
      preview={`Stopped at: ${oneLine(stepTitle)}`}
      title={`${serverName} needs your attention`}
      reason="You get this mail because you manage this server."
    >
      <Paragraph>
        {oneLine(jobTitle)} stopped at the step “{oneLine(stepTitle)}”. What was finished before it is kept.
      </Paragraph>
      <Boxed>{oneLine(reason, 500)}</Boxed>
      {hint ? <Paragraph>{oneLine(hint, 500)}</Paragraph> : null}
      <Action href={action.url}>{oneLine(action.label)}</Action>
    </MailFrame>
  );
}
