import { applyFault } from "@/sandbox/apply-fault";
import type { SandboxContext } from "@/sandbox/context";
import type { Provider } from "@/sandbox/provider";
import { matchRoute, type RouteTable } from "@/sandbox/routes";
import { type Mail, readMail } from "./mail";
import type { Mailbox } from "./mailbox";
import { ResendError } from "./resend-error";

export const resendMountPath = "/resend";
export const sandboxResendKey = "sandbox-resend-key";
const maxBatch = 100;

/** Resend's API for sending. What is sent lies in the mailbox that the inbox page shows. */
export function createResend(context: SandboxContext, mailbox: Mailbox, apiKey = sandboxResendKey): Provider {
  const routes = (body: string, named: string | null): RouteTable => [
    [
      "POST /emails",
      ({ request }) => {
        const content = readMail(parse(body));
        const [id] = mailbox.send([content], request.headers.get("idempotency-key"), eventOf(named));
        context.log("resend.sent", { id, to: content.to, subject: content.subject });
        return Response.json({ id });
      },
    ],
    [
      "POST /emails/batch",
      ({ request }) => {
        const mails = parse(body);
        if (!Array.isArray(mails) || mails.length === 0 || mails.length > maxBatch) {
          throw new ResendError(422, "validation_error", `A batch is an array of 1 to ${maxBatch} emails.`);
        }
        const ids = mailbox.send(mails.map(readMail), request.headers.get("idempotency-key"), eventOf(named));
        return Response.json({ data: ids.map((id) => ({ id })) });
      },
    ],
    [
      "GET /emails/:id",
      ({ param }) => {
        const mail = mailbox.get(param("id"));
        if (!mail) throw new ResendError(404, "not_found", "Email not found");
        return Response.json(showMail(mail));
      },
    ],
  ];

  const perform = (request: Request, body: string, named: string | null): Response | Promise<Response> => {
    const header = request.headers.get("authorization");
    if (!header) throw new ResendError(401, "missing_api_key", "Missing API Key");
    if (header !== `Bearer ${apiKey}`) throw new ResendError(403, "invalid_api_key", "API key is invalid");
    const match = matchRoute(routes(body, named), request, resendMountPath);
    if (!match) throw new ResendError(404, "not_found", "The requested endpoint does not exist.");
    return match.handler(match.call);
  };

  return {
    mountPath: resendMountPath,
    title: "Resend API",
    close: async () => {},
    handle: async (request) => {
      const body = request.body ? await request.text() : "";
      const operation = `${request.method} ${new URL(request.url).pathname.slice(resendMountPath.length)}`;
      return applyFault(
        context.faults.take("resend", operation, body),
        async (named) => {
          try {
            return await perform(request, body, named);
          } catch (error) {
            if (error instanceof ResendError) return error.toResponse();
            throw error;
          }
        },
        ({ status, code, message, headers }) =>
          new ResendError(status, code ?? defaultNameOf(status), message ?? "Fault", headers).toResponse(),
      );
    },
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ResendError(400, "validation_error", "The request body is not valid JSON.");
  }
}

function eventOf(named: string | null): Mail["lastEvent"] {
  if (named === "bounce") return "bounced";
  if (named === "complaint") return "complained";
  return named === "delayed" ? "delivery_delayed" : "delivered";
}

function defaultNameOf(status: number): string {
  if (status === 429) return "rate_limit_exceeded";
  return status >= 500 ? "internal_server_error" : "validation_error";
}

function showMail(mail: Mail) {
  return {
    object: "email",
    id: mail.id,
    to: mail.to,
    from: mail.from,
    created_at: mail.createdAt,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    bcc: mail.bcc,
    cc: mail.cc,
    reply_to: mail.replyTo,
    last_event: mail.lastEvent,
    scheduled_at: null,
    tags: mail.tags,
  };
}
