import { createElement } from "react";
import { sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { sendMail } from "@/lib/email/send-mail";
import { WelcomeMail, welcomeSubject } from "@/lib/email/templates/welcome";
import { env } from "@/lib/env";
import { paths } from "@/lib/paths";
import { mailRecipients } from "@/lib/team/mail-recipients";
import { makeWelcomeLink } from "./make-welcome-link";
import { serverLinks } from "./server-links";

/**
 * Mails the one-time link to the credentials, never the credentials, to `asker` or to whom the server's mails go. One link
 * is one mail to the same people, however often this is called. Throws `mail_refused`.
 */
export async function sendWelcomeMail(serverId: string, asker?: string): Promise<{ sentTo: string }> {
  const server = await db().server.findUniqueOrThrow({ where: { id: serverId }, include: { plugins: true } });
  const to = asker ? [asker] : await mailRecipients(server);
  const link = await makeWelcomeLink(serverId);
  const { APP_URL, WELCOME_LINK_SECONDS } = env();
  await sendMail({
    to,
    subject: welcomeSubject(server.name),
    template: createElement(WelcomeMail, {
      serverName: server.name,
      links: serverLinks(server).map(({ title, url }) => ({ label: title, url })),
      credentialsUrl: `${APP_URL}${paths.welcome(link.token)}`,
      credentialsExpireInHours: WELCOME_LINK_SECONDS / 3600,
      dashboardUrl: `${APP_URL}${paths.server(serverId)}`,
    }),
    // Under a key that was sent to somebody else, Resend would refuse for a day.
    idempotencyKey: `welcome-${link.linkId}-${sha256(to.join()).slice(0, 16)}`,
  });
  return { sentTo: to.join(", ") };
}
