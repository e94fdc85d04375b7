import { isIPv4, isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import { z } from "zod";
import { parseCaa } from "@/sandbox/dns/to-answer";
import { invalidRecord } from "./envelope";

const recordTypes = ["A", "AAAA", "TXT", "CNAME", "CAA", "NS", "MX", "SRV"] as const;

/** A record as the API shows it and as it is kept. */
export const recordSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(recordTypes),
  content: z.string(),
  proxiable: z.boolean(),
  proxied: z.boolean(),
  ttl: z.number().int(),
  priority: z.number().int().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  settings: z.record(z.string(), z.unknown()),
  meta: z.record(z.string(), z.unknown()),
  comment: z.string().nullable(),
  tags: z.array(z.string()),
  created_on: z.string(),
  modified_on: z.string(),
  comment_modified_on: z.string().optional(),
  tags_modified_on: z.string().optional(),
});
export type DnsRecord = z.output<typeof recordSchema>;

/** Body of a create or an overwrite. A patch is laid over the record and then read with this. */
const inputSchema = z.object({
  name: z.string().min(1),
  type: z.string(),
  content: z.string().optional(),
  ttl: z.number().optional(),
  proxied: z.boolean().optional(),
  priority: z.number().int().min(0).max(65_535).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  comment: z.string().nullable().optional(),
  tags: z.array(z.string()).optional(),
});

/** The plan's limit on comments (Free 100, paid 500 characters). */
const maxCommentCharacters = 500;

/**
 * Reads a body as a record of the zone, without id and times.
 * @throws CloudflareError as the API refuses what is no record.
 */
export function readRecordInput(
  body: unknown,
  domain: string,
): Omit<DnsRecord, "id" | "created_on" | "modified_on"> {
  const parsed = inputSchema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalidRecord(9000, `${issue?.path.join(".") || "body"}: ${issue?.message ?? "invalid"}`);
  }
  const input = parsed.data;
  const type = recordTypes.find((known) => known === input.type);
  if (!type) throw invalidRecord(9004, "DNS record type is invalid.");
  const ttl = input.ttl ?? 1;
  if (ttl !== 1 && (!Number.isInteger(ttl) || ttl < 60 || ttl > 86_400)) {
    throw invalidRecord(9021, "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.");
  }
  if ((input.comment ?? "").length > maxCommentCharacters) {
    throw invalidRecord(9208, `Comment must be at most ${maxCommentCharacters} characters.`);
  }
  const proxiable = type === "A" || type === "AAAA" || type === "CNAME";
  if (input.proxied && !proxiable)
    throw invalidRecord(9003, "Invalid 'proxied' value, this record type cannot be proxied.");
  return {
    name: readName(input.name, domain),
    type,
    content: readContent(type, input),
    proxiable,
    proxied: input.proxied ?? false,
    ttl,
    ...(input.priority === undefined ? {} : { priority: input.priority }),
    ...(input.data === undefined ? {} : { data: input.data }),
    settings: input.settings ?? {},
    meta: {},
    comment: input.comment ?? null,
    tags: input.tags ?? [],
  };
}

/** Lower case Punycode under the zone; a name outside it is taken as relative to it, as the API does. */
function readName(given: string, domain: string): string {
  const bare = given.trim().replace(/\.$/, "").toLowerCase();
  const [, star = "", rest = ""] = /^(\*\.)?(.*)$/.exec(bare) ?? [];
  // Underscore labels are names of records and no host names, which is all that IDNA knows.
  const ascii = rest === "@" ? domain : /^[\x20-\x7e]*$/.test(rest) ? rest : domainToASCII(rest);
  const full =
    ascii === domain || ascii.endsWith(`.${domain}`)
      ? star + ascii
      : `${bare === "*" ? "*" : star + ascii}.${domain}`;
  const labels = full.split(".");
  const wellFormed = labels.every(
    (label, index) => (index === 0 && label === "*") || /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label),
  );
  if (!wellFormed || full.length > 253) throw invalidRecord(9000, "DNS name is invalid.");
  return full;
}

function readContent(type: DnsRecord["type"], input: z.output<typeof inputSchema>): string {
  if (type === "CAA" && input.data && input.content === undefined) {
    const { flags = 0, tag = "", value = "" } = input.data;
    return checkContent("CAA", `${flags} ${tag} "${value}"`);
  }
  return checkContent(type, (input.content ?? "").trim());
}

function checkContent(type: DnsRecord["type"], content: string): string {
  if (content === "") throw invalidRecord(9020, "Content for this record is missing.");
  if (content.length > 2048) throw invalidRecord(9020, "Content must be at most 2048 characters.");
  if (type === "A" && !isIPv4(content))
    throw invalidRecord(9005, "Content for A record must be a valid IPv4 address.");
  if (type === "AAAA" && !isIPv6(content))
    throw invalidRecord(9006, "Content for AAAA record must be a valid IPv6 address.");
  if (type === "CNAME" && !/^[a-z0-9_.-]+$/i.test(content))
    throw invalidRecord(9007, "Content for CNAME record is invalid.");
  if (type === "CAA" && !parseCaa(content)) throw invalidRecord(9099, "Content for CAA record is invalid.");
  return type === "CNAME" || type === "NS" ? content.toLowerCase().replace(/\.$/, "") : content;
}
