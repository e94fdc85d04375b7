import { escapeHtml } from "@/sandbox/html";
import type { Mail } from "./mail";

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.4rem; }
  ul.mails { list-style: none; padding: 0; border-top: 1px solid #8884; }
  ul.mails a { display: grid; grid-template-columns: 14rem 1fr auto; gap: 1rem; padding: .6rem .2rem; border-bottom: 1px solid #8884; text-decoration: none; color: inherit; }
  ul.mails a:hover, ul.mails a:focus-visible { background: #8882; }
  .to, time { opacity: .75; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dd { margin: 0; overflow-wrap: anywhere; }
  iframe { width: 100%; height: 60vh; border: 1px solid #8884; border-radius: 6px; background: #fff; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8884; border-radius: 6px; padding: 1rem; }
  li { overflow-wrap: anywhere; }
  @media (max-width: 40rem) { ul.mails a { grid-template-columns: 1fr; gap: 0; } }`;

/** The list, newest first. It looks for new mails every two seconds and reloads when there are some. */
export function renderInbox(mails: readonly Mail[], nonce: string): string {
  const items = mails.map(
    (
      mail,
    ) => `<li><a href="/inbox/${encodeURIComponent(mail.id)}"><span class="to">${escapeHtml(mail.to.join(", "))}</span>
<strong>${escapeHtml(mail.subject)}</strong><time datetime="${mail.createdAt}">${mail.createdAt.slice(0, 19).replace("T", " ")} UTC</time></a></li>`,
  );
  const list =
    items.length > 0
      ? `<ul class="mails">${items.join("\n")}</ul>`
      : "<p>No mail yet. What is sent appears here by itself.</p>";
  const newest = JSON.stringify(mails[0]?.id ?? null);
  return layout(
    "Inbox",
    `<h1>Inbox</h1>${list}
<script nonce="${nonce}">
setInterval(async () => {
  const mails = await (await fetch("/inbox.json" + location.search)).json();
  if ((mails[0]?.id ?? null) !== ${newest}) location.reload();
}, 2000);
</script>`,
  );
}

/** One mail: its HTML in a frame without scripts, its text, and what it links to. */
export function renderMail(mail: Mail): string {
  const links = mail.links.map((link) => `<li><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></li>`);
  const frame =
    mail.html === null
      ? ""
      : `<h2>Message</h2><iframe title="Message" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(`<base target="_blank">${mail.html}`)}"></iframe>`;
  const fields: [string, string][] = [
    ["From", mail.from],
    ["To", mail.to.join(", ")],
    ["Cc", mail.cc.join(", ")],
    ["Reply to", mail.replyTo.join(", ")],
    ["Sent", mail.createdAt],
    ["State", mail.lastEvent],
    [
      "Attachments",
      mail.attachments.map(({ filename, sizeBytes }) => `${filename} (${sizeBytes} bytes)`).join(", "),
    ],
  ];
  const rows = fields.flatMap(([name, value]) =>
    value ? [`<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`] : [],
  );
  return layout(
    mail.subject,
    `<p><a href="/inbox">Inbox</a></p><h1>${escapeHtml(mail.subject)}</h1><dl>${rows.join("")}</dl>
${links.length > 0 ? `<h2>Links</h2><ul>${links.join("")}</ul>` : ""}${frame}
${mail.text === null ? "" : `<h2>Text</h2><pre>${escapeHtml(mail.text)}</pre>`}`,
  );
}

function layout(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body>${body}</body></html>
`;
}
