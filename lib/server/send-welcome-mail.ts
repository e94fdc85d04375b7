import { createElement } from "react";
import { db } from "@/lib/db";
import { sendMail } from "@/lib/email/send-mail";
import { WelcomeMail, welcomeSubject } from "@/lib/email/templates/welcome";
import { env } from "@/lib/env";
import { paths } from "@/lib/paths";
import { makeWelcomeLink } from "./make-welcome-link";
import { serverLinks } from "./server-links";

/** Mails the one-time link to the credentials, never the credentials. One link is one mail, however often this is called. */
export async function sendWelcomeMail(serverId: string): Promise<{ sentTo: string }> {
  const server = await db().server.findUniqueOrThrow({ where: { id: serverId }, include: { plugins: true } });
  const link = await makeWelcomeLink(serverId);
  const { APP_URL, WELCOME_LINK_SECONDS } = env();
  await sendMail({
    to: server.adminEmail,
    subject: welcomeSubject(server.name),
    template: createElement(WelcomeMail, {
      serverName: server.name,
      links: serverLinks(server).map(({ title, url }) => ({ label: title, url })),
      credentialsUrl: `${APP_URL}${paths.welcome(link.token)}`,
      credentialsExpireInHours: WELCOME_LINK_SECONDS / 3600,
      dashboardUrl: `${APP_URL}${paths.server(serverId)}`,
    }),
    idempotencyKey: `welcome-${link.linkId}`,
  });
  return { sentTo: server.adminEmail };
}
