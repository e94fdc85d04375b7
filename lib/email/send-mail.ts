import { render, toPlainText } from "@react-email/render";
import type { ReactElement } from "react";
import { Resend } from "resend";
import { z } from "zod";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { mailError } from "./mail-errors";
import { oneLine } from "./one-line";

const timeoutMs = 15_000;

export interface Mail {
  /** Of several, each sees the others. */
  to: string | string[];
  subject: string;
  template: ReactElement;
  /** Derived from what the mail is about: Resend sends a key once in 24 h, whatever becomes of our answer. */
  idempotencyKey: string;
}

const recipientsSchema = z.union([z.email(), z.array(z.email()).min(1)]);
const sentSchema = z.object({ id: z.string() });

let kept: { key: string; client: Resend } | undefined;

function client(): Resend {
  const { RESEND_API_URL: baseUrl, RESEND_API_KEY: apiKey } = env();
  const key = `${baseUrl} ${apiKey}`;
  kept = kept?.key === key ? kept : { key, client: new Resend(apiKey, { baseUrl }) };
  return kept.client;
}

/** Hands a mail to Resend, as HTML and plain text. Throws `mail_refused`; repeating with the same key sends nothing twice. */
export async function sendMail(mail: Mail): Promise<{ mailId: string }> {
  const to = recipientsSchema.safeParse(mail.to);
  if (!to.success) throw new AppError("mail_refused", { internal: "a recipient is not an address" });
  const html = await render(mail.template);
  const message = { from: env().MAIL_FROM, to: to.data, subject: oneLine(mail.subject, 200), html };
  const answer = await send({ ...message, text: toPlainText(html) }, mail.idempotencyKey);
  if (answer.error) throw mailError(answer.error, answer.headers);
  const sent = sentSchema.safeParse(answer.data);
  if (sent.success) return { mailId: sent.data.id };
  throw new AppError("mail_refused", { internal: "resend: the answer has an unknown shape" });
}

async function send(payload: Parameters<Resend["emails"]["send"]>[0], idempotencyKey: string) {
  try {
    return await client().emails.send(payload, { idempotencyKey, signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    const internal = `resend: no answer: ${cause instanceof Error ? cause.message : cause}`;
    throw new AppError("mail_refused", { internal, cause });
  }
}
