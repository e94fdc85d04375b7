import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { Collection } from "@/sandbox/collection";
import { type Mail, type MailContent, mailSchema } from "./mail";
import { ResendError } from "./resend-error";

const keySchema = z.object({
  /** Hash of the idempotency key. */
  id: z.string(),
  payloadHash: z.string(),
  mailIds: z.array(z.string()),
  usedAt: z.iso.datetime(),
});

const keyLifetimeMs = 24 * 3_600_000;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Every mail that was sent, and the idempotency keys it was sent with. */
export class Mailbox {
  #mails: Collection<Mail>;
  #keys: Collection<z.output<typeof keySchema>>;
  #now: () => number;

  constructor(dataDir: string, now: () => number = Date.now) {
    this.#mails = new Collection(join(dataDir, "resend", "mails"), mailSchema);
    this.#keys = new Collection(join(dataDir, "resend", "idempotency-keys"), keySchema);
    this.#now = now;
  }

  /**
   * Sends mails, once per idempotency key in 24 hours: again with the same payload gives the same ids.
   * @throws ResendError 409 when the key was used with another payload, 400 when it is no key.
   */
  send(
    contents: readonly MailContent[],
    key: string | null,
    lastEvent: Mail["lastEvent"] = "delivered",
  ): string[] {
    if (key !== null && (key.length < 1 || key.length > 256)) {
      throw new ResendError(400, "invalid_idempotency_key", "The key must be between 1-256 chars.");
    }
    const payloadHash = sha256(JSON.stringify(contents));
    const used = key === null ? undefined : this.#keys.get(sha256(key));
    if (used && Date.parse(used.usedAt) > this.#now() - keyLifetimeMs) {
      if (used.payloadHash === payloadHash) return used.mailIds;
      throw new ResendError(
        409,
        "invalid_idempotent_request",
        "Same idempotency key used with a different request payload.",
      );
    }
    const createdAt = new Date(this.#now()).toISOString();
    const mailIds = contents.map((content) => {
      const mail: Mail = { ...content, id: randomUUID(), createdAt, lastEvent, idempotencyKey: key };
      return this.#mails.put(mail).id;
    });
    if (key !== null) this.#keys.put({ id: sha256(key), payloadHash, mailIds, usedAt: createdAt });
    return mailIds;
  }

  get(id: string): Mail | undefined {
    return this.#mails.get(id);
  }

  /** Newest first. @param to only mails to this address (`a@b.c`, without a name), whatever its case */
  list(to: string | null = null): Mail[] {
    const wanted = to?.toLowerCase();
    return (
      this.#mails
        .all()
        .filter(
          (mail) =>
            wanted === undefined ||
            [...mail.to, ...mail.cc, ...mail.bcc].some((address) => bare(address) === wanted),
        )
        .map((mail, index) => ({ mail, index }))
        // Mails of one millisecond stay in the order in which they were sent.
        .sort((a, b) => b.mail.createdAt.localeCompare(a.mail.createdAt) || b.index - a.index)
        .map(({ mail }) => mail)
    );
  }

  clear(): void {
    for (const { id } of this.#mails.all()) this.#mails.delete(id);
  }
}

function bare(address: string): string {
  return (/<([^<>]*)>$/.exec(address)?.[1] ?? address).toLowerCase();
}
