import { z } from "zod";
import { findLinks } from "./find-links";
import { ResendError } from "./resend-error";

export const mailSchema = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  replyTo: z.array(z.string()),
  subject: z.string(),
  html: z.string().nullable(),
  text: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
  attachments: z.array(z.object({ filename: z.string(), sizeBytes: z.number().int() })),
  /** Every address that the mail links to, in order, each once. */
  links: z.array(z.string()),
  lastEvent: z.enum(["delivered", "bounced", "complained", "delivery_delayed"]),
  idempotencyKey: z.string().nullable(),
});
export type Mail = z.output<typeof mailSchema>;

const addresses = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));
const inputSchema = z.object({
  from: z.string(),
  to: addresses,
  subject: z.string(),
  cc: addresses.nullish(),
  bcc: addresses.nullish(),
  reply_to: addresses.nullish(),
  html: z.string().nullish(),
  text: z.string().nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  tags: z
    .array(z.object({ name: z.string().regex(/^[\w-]{1,256}$/), value: z.string().regex(/^[\w-]{1,256}$/) }))
    .nullish(),
  attachments: z
    .array(z.looseObject({ filename: z.string().optional(), content: z.string().optional() }))
    .nullish(),
});
export type MailContent = Omit<Mail, "id" | "createdAt" | "lastEvent" | "idempotencyKey">;

const maxRecipients = 50;

/** Reads the body of a send. @throws ResendError as the API refuses what is no mail. */
export function readMail(body: unknown): MailContent {
  const parsed = inputSchema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = String(issue?.path[0] ?? "body");
    const missing = typeof body === "object" && body !== null && !(field in body);
    if (missing) throw new ResendError(422, "missing_required_field", `Missing \`${field}\` field.`);
    throw new ResendError(422, "validation_error", `Invalid \`${field}\` field.`);
  }
  const input = parsed.data;
  const cc = input.cc ?? [];
  const bcc = input.bcc ?? [];
  checkAddress("from", input.from, "invalid_from_address");
  for (const address of [...input.to, ...cc, ...bcc]) checkAddress("to", address, "validation_error");
  if (input.to.length === 0) throw new ResendError(422, "missing_required_field", "Missing `to` field.");
  if (input.to.length > maxRecipients)
    throw new ResendError(422, "validation_error", `At most ${maxRecipients} recipients.`);
  // What follows a line break would become a header of the mail.
  if (/[\r\n]/.test(input.subject))
    throw new ResendError(422, "validation_error", "Invalid `subject` field: it has a line break.");
  if (!input.html && !input.text)
    throw new ResendError(422, "validation_error", "Missing `html` or `text` field.");
  return {
    from: input.from,
    to: input.to,
    cc,
    bcc,
    replyTo: input.reply_to ?? [],
    subject: input.subject,
    html: input.html ?? null,
    text: input.text ?? null,
    headers: input.headers ?? {},
    tags: input.tags ?? [],
    attachments: (input.attachments ?? []).map(({ filename, content }) => ({
      filename: filename ?? "attachment",
      sizeBytes: Buffer.from(content ?? "", "base64").length,
    })),
    links: findLinks(input.html ?? "", input.text ?? ""),
  };
}

/** `a@b.c` or `Name <a@b.c>`, without line breaks. */
function checkAddress(field: string, address: string, error: string): void {
  const bare = /^[^<>\r\n]*<([^<>]*)>$/.exec(address)?.[1] ?? address;
  if (/^[^@\s<>,]+@[^@\s<>,]+\.[^@\s<>,.]+$/.test(bare) || /^[^@\s<>,]+@localhost$/.test(bare)) return;
  throw new ResendError(
    422,
    error,
    `Invalid \`${field}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`,
  );
}
