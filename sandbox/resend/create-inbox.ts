import { randomBytes } from "node:crypto";
import type { Provider } from "@/sandbox/provider";
import { matchRoute, type RouteTable } from "@/sandbox/routes";
import { renderInbox, renderMail } from "./inbox-page";
import type { Mailbox } from "./mailbox";

export const inboxMountPath = "/inbox";

/** The mails that were sent, for people (`/inbox`) and for scripts (`/inbox.json`, `/inbox/{id}.json`). */
export function createInbox(mailbox: Mailbox): Provider[] {
  const routes: RouteTable = [
    ["GET /inbox.json", ({ url }) => Response.json(mailbox.list(url.searchParams.get("to")))],
    [
      "GET /inbox",
      ({ url }) => page((nonce) => renderInbox(mailbox.list(url.searchParams.get("to")), nonce)),
    ],
    [
      "DELETE /inbox",
      () => {
        mailbox.clear();
        return new Response(null, { status: 204 });
      },
    ],
    [
      "GET /inbox/:id",
      ({ param }) => {
        const asJson = param("id").endsWith(".json");
        const mail = mailbox.get(param("id").replace(/\.json$/, ""));
        if (!mail) return Response.json({ error: "no such mail" }, { status: 404 });
        return asJson ? Response.json(mail) : page(() => renderMail(mail));
      },
    ],
  ];
  const handle = async (request: Request): Promise<Response> => {
    const match = matchRoute(routes, request);
    return match ? match.handler(match.call) : Response.json({ error: "no such path" }, { status: 404 });
  };
  const close = async () => {};
  return [
    {
      mountPath: inboxMountPath,
      title: "Inbox: every mail that was sent",
      opensInBrowser: true,
      handle,
      close,
    },
    { mountPath: `${inboxMountPath}.json`, title: "Inbox for scripts (?to=address)", handle, close },
  ];
}

function page(render: (nonce: string) => string): Response {
  const nonce = randomBytes(12).toString("base64");
  return new Response(render(nonce), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      // A mail is somebody else's HTML: it runs no script and loads nothing from elsewhere.
      "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`,
    },
  });
}
