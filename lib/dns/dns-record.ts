import { z } from "zod";
import { env } from "@/lib/env";

/** A DNS record as the zone holds it. */
export const dnsRecordSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    content: z.string().default(""),
    comment: z.string().nullish(),
  })
  .transform((record) => ({ ...record, name: record.name.toLowerCase(), content: unquoted(record) }));
export type DnsRecord = z.infer<typeof dnsRecordSchema>;

/** TXT contents come back in quotes, in strings of at most 255 octets. */
function unquoted({ type, content }: { type: string; content: string }): string {
  if (type !== "TXT" || !content.startsWith('"')) return content;
  return content
    .slice(1, -1)
    .replace(/"\s+"/g, "")
    .replace(/\\(["\\])/g, "$1");
}

/** The comment that makes a record ours: which installation, which server. */
export function ownerMark(owner: string): string {
  return `${installationMark()}${owner}`;
}

export function installationMark(): string {
  return `nself-cloud:${env().INSTALLATION}:`;
}
