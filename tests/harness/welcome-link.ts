import type { World } from "./world";

/** The token of the newest welcome mail about a server, as its reader finds it. */
export async function newestLink(world: World, serverName: string): Promise<string> {
  const inbox = `${world.sandbox.inboxUrl}.json?to=${encodeURIComponent("demo@example.com")}`;
  const mails = (await (await fetch(inbox)).json()) as { id: string; subject: string }[];
  const mail = mails.find((one) => one.subject.includes(serverName));
  const { text } = (await (await fetch(`${world.sandbox.inboxUrl}/${mail?.id}.json`)).json()) as {
    text: string;
  };
  const token = /\/welcome\/([A-Za-z0-9_-]+)/.exec(text)?.[1];
  if (!token) throw new Error(`no welcome link in the mail about ${serverName}`);
  return token;
}
