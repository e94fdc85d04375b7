import { z } from "zod";

const schema = z.object({
  webUrl: z.string(),
  sandboxUrl: z.string(),
  inboxUrl: z.string(),
  caFile: z.string(),
  apiToken: z.string(),
  email: z.string(),
  databaseUrl: z.string(),
});

/** The installation that global-setup started. */
export const installation = schema.parse(JSON.parse(process.env.E2E ?? "{}"));

/** The newest mail to an address whose subject fits, once it is there. */
export async function newestMail(
  to: string,
  subject: RegExp,
): Promise<{ id: string; subject: string; html: string; text: string }> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const list = (await (
      await fetch(`${installation.inboxUrl}.json?to=${encodeURIComponent(to)}`)
    ).json()) as { id: string; subject: string }[];
    const found = list.find((mail) => subject.test(mail.subject));
    if (found) {
      const mail = await (await fetch(`${installation.inboxUrl}/${found.id}.json`)).json();
      return mail as { id: string; subject: string; html: string; text: string };
    }
    if (Date.now() > deadline) throw new Error(`no mail to ${to} with a subject like ${subject}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The first link of a mail that begins so. */
export function linkIn(mail: { text: string; html: string }, path: string): string {
  const start = `${installation.webUrl}${path}`;
  const found = new RegExp(`${start.replace(/[.?/]/g, "\\$&")}[^\\s"<>)\\]]*`).exec(mail.text)?.[0];
  if (!found) throw new Error(`no link to ${path} in: ${mail.text}`);
  return found;
}
