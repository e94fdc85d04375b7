import { z } from "zod";
import { AppError, type ErrorCode } from "@/lib/errors";
import { canonicalAddress } from "./canonical-address";
import { cloudflare } from "./cloudflare-client";
import { type DnsRecord, dnsRecordSchema, ownerMark } from "./dns-record";
import { listRecordsAt } from "./list-records-at";

export interface WantedRecord {
  type: "A" | "AAAA" | "TXT";
  /** The whole name: `shop.cloud.nself.org`. */
  name: string;
  content: string;
  /** Default 60: an address that changes (restore to a new server) is seen soon. */
  ttlSeconds?: number;
}

interface EnsureRecords {
  owner: string;
  records: WantedRecord[];
}

interface EnsuredRecords {
  /** In the order of the wanted records. */
  recordIds: string[];
  created: number;
  adopted: number;
}

const batchSchema = z.object({ posts: z.array(dnsRecordSchema).nullish() });

/**
 * Makes the zone hold these records for `owner` (a server id) in two calls: list the names, then one atomic batch. Our
 * record with another address is replaced, and where addresses are wanted, one of a family that is not wanted goes: it would
 * lead to a former server. TXT records stand side by side, because a wildcard and its base name prove themselves at the same
 * name. A record at one of the names that is not this owner's is a `domain_conflict`.
 */
export async function ensureRecords(request: EnsureRecords): Promise<EnsuredRecords> {
  try {
    return await ensureOnce(request);
  } catch (error) {
    // The zone changed between list and batch, perhaps by our own lost call: look again, who owns the name decides.
    if (error instanceof AppError && batchConflicts.has(error.code)) return ensureOnce(request);
    throw error;
  }
}

const batchConflicts = new Set<ErrorCode>(["domain_conflict", "not_found"]);

async function ensureOnce(request: EnsureRecords): Promise<EnsuredRecords> {
  const { owner, records } = request;
  const existing = await listRecordsAt(records.map(({ name }) => name));
  refuseForeign(existing, owner);
  const kept = new Map<WantedRecord, string>();
  for (const record of records) {
    const same = existing.find((one) => isSame(one, record));
    if (same) kept.set(record, same.id);
  }
  const adopted = new Set(kept.values());
  const missing = records.filter((record) => !kept.has(record));
  const outdated = existing.filter(
    (one) => !adopted.has(one.id) && records.some((record) => outdates(record, one)),
  );
  const posts = missing.length + outdated.length > 0 ? await batch(owner, missing, outdated) : [];
  for (const [index, record] of missing.entries()) kept.set(record, posts[index] ?? "");
  const recordIds = records.map((record) => kept.get(record) ?? "");
  return { recordIds, created: posts.length, adopted: adopted.size };
}

/** Answers the new records' ids, in the order of `missing`. */
async function batch(owner: string, missing: WantedRecord[], outdated: DnsRecord[]): Promise<string[]> {
  const answer = await cloudflare((api, zone_id) =>
    api.dns.records.batch({
      zone_id,
      deletes: outdated.map(({ id }) => ({ id })),
      posts: missing.map(({ type, name, content, ttlSeconds = 60 }) => ({
        type,
        name,
        content: type === "TXT" ? `"${content}"` : content,
        ttl: ttlSeconds,
        comment: ownerMark(owner),
        proxied: false,
      })),
    }),
  );
  return (batchSchema.parse(answer).posts ?? []).map(({ id }) => id);
}

function refuseForeign(existing: DnsRecord[], owner: string): void {
  const foreign = existing.find(({ comment }) => comment !== ownerMark(owner));
  if (!foreign) return;
  throw new AppError("domain_conflict", {
    public: `The name ${foreign.name} already has a ${foreign.type} record that is not this server's`,
    hint: "Choose another subdomain, or remove the record and retry.",
    internal: `dns record ${foreign.id}, comment ${foreign.comment ?? "none"}`,
  });
}

function isSame(existing: DnsRecord, wanted: WantedRecord): boolean {
  return (
    existing.name === wanted.name.toLowerCase() &&
    existing.type === wanted.type &&
    sameContent(wanted.type, existing.content, wanted.content)
  );
}

/** Addresses have several spellings; a TXT value has one, in which case counts. */
function sameContent(type: WantedRecord["type"], a: string, b: string): boolean {
  return type === "TXT" ? a === b : canonicalAddress(a) === canonicalAddress(b);
}

/** An address takes the place of every other at its name, whatever the family. */
function outdates(wanted: WantedRecord, existing: DnsRecord): boolean {
  const areAddresses = [wanted.type, existing.type].every((type) => type === "A" || type === "AAAA");
  return areAddresses && existing.name === wanted.name.toLowerCase();
}
