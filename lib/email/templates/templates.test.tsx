import { render, toPlainText } from "@react-email/render";
import type { ReactElement } from "react";
import { expect, test } from "vitest";
import { JobFailedMail, jobFailedSubject } from "./job-failed";
import { ServerDeletedMail, serverDeletedSubject } from "./server-deleted";
import { SignInLinkMail, signInLinkSubject } from "./sign-in-link";
import { TeamInvitationMail, teamInvitationSubject } from "./team-invitation";
import { WelcomeMail, welcomeSubject } from "./welcome";

const evil = "A\r\nBcc: x@example.org<script>alert(1)</script>";
const url = "https://cloud.example.org/link?a=1&b=2";

const mails: [string, string, ReactElement][] = [
  ["sign-in link", signInLinkSubject, <SignInLinkMail key="1" url={url} expiresInMinutes={10} />],
  [
    "welcome",
    welcomeSubject(evil),
    <WelcomeMail
      key="2"
      serverName={evil}
      links={[{ label: evil, url }]}
      credentialsUrl={url}
      credentialsExpireInHours={24}
      dashboardUrl={url}
    />,
  ],
  [
    "job failed",
    jobFailedSubject(evil),
    <JobFailedMail
      key="3"
      serverName={evil}
      jobTitle={evil}
      stepTitle={evil}
      reason={evil}
      hint={evil}
      action={{ label: evil, url }}
    />,
  ],
  [
    "team invitation",
    teamInvitationSubject(evil),
    <TeamInvitationMail
      key="4"
      teamName={evil}
      inviterName={evil}
      invitedAs="admin"
      url={url}
      expiresInDays={7}
    />,
  ],
  [
    "server deleted",
    serverDeletedSubject(evil),
    <ServerDeletedMail
      key="5"
      serverName={evil}
      receipt={[{ item: evil, outcome: evil }]}
      dashboardUrl={url}
    />,
  ],
];

test.each(mails)("%s: no name breaks the subject or the markup", async (_name, subject, template) => {
  expect(subject).not.toMatch(/[\r\n]/);
  const html = await render(template);
  expect(html).not.toContain("<script>");
  expect(html).not.toMatch(/[\r\n]Bcc:/);
});

test.each(mails)(
  "%s: links work, in HTML and in plain text, and nothing is fetched from elsewhere",
  async (_name, _subject, template) => {
    const html = await render(template);
    expect(html).toContain(url.replace("&", "&amp;"));
    expect(toPlainText(html)).toContain(url);
    expect(html).not.toMatch(/<(img|link|script|iframe)\b/i);
    expect(html).not.toMatch(/url\(/i);
  },
);

test.each(mails)("%s: knows dark mode", async (_name, _subject, template) => {
  expect(await render(template)).toContain("prefers-color-scheme: dark");
});
