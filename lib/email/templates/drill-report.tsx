import { oneLine } from "@/lib/email/one-line";
import { MailFrame } from "./mail-frame";
import { Action, Boxed, Paragraph } from "./mail-parts";

interface DrillReport {
  serverName: string;
  passed: boolean;
  /** "Healthy after 4 min; promised are 60 min." */
  measured: string;
  /** What did not hold. */
  problems: string[];
  url: string;
}

export function drillReportSubject(serverName: string, passed: boolean): string {
  return `Recovery drill of ${oneLine(serverName)}: ${passed ? "passed" : "failed"}`;
}

export function DrillReportMail({ passed, measured, problems, url, ...rest }: DrillReport) {
  const serverName = oneLine(rest.serverName);
  return (
    <MailFrame
      preview={oneLine(measured)}
      title={`Recovery drill of ${serverName}: ${passed ? "passed" : "failed"}`}
      reason="You get this mail because you manage this server."
    >
      <Paragraph>
        {serverName} was restored from its off-site backup into a throw-away instance, probed, and the
        instance was torn down. The server itself was not touched.
      </Paragraph>
      <Boxed>{oneLine(measured, 500)}</Boxed>
      {problems.map((problem) => (
        <Boxed key={problem}>{oneLine(problem, 500)}</Boxed>
      ))}
      <Action href={url}>Open the report</Action>
    </MailFrame>
  );
}
