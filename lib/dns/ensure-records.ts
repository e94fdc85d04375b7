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
  recordIds: string[];
  created: number;
  adopted: number;
}

const batchSchema = z.object({ posts: z.array(dnsRecordSchema).nullish() });

/**
 * Makes the zone hold these records for `owner` (a server id) in two calls: list the names, then one atomic batch. Our
 * record with another address is replaced; TXT records stand side by side, because a wildcard and its base name prove
 * themselves at the same name. A record at one of the names that is not this owner's is a `domain_conflict`.
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
  const kept = new Map<WantedRecord, DnsRecord>();
  for (const record of records) {
    const same = existing.find((one) => isSame(one, record));
    if (same) kept.set(record, same);
  }
  const missing = records.filter((record) => !kept.has(record));
  const adopted = [...kept.values()].map(({ id }) => id);
  if (missing.length === 0) return { recordIds: adopted, created: 0, adopted: adopted.length };
  const outdated = existing.filter((one) => missing.some((record) => replaces(record, one)));
  const posts = await createAll(
    owner,
    missing,
    outdated.filter(({ id }) => !adopted.includes(id)),
  );
  return { recordIds: [...adopted, ...posts], created: posts.length, adopted: adopted.length };
}

async function createAll(owner: string, missing: WantedRecord[], outdated: DnsRecord[]): Promise<string[]> {
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

function replaces(wanted: WantedRecord, existing: DnsRecord): boolean {
  const sameSpot = existing.name === wanted.name.toLowerCase() && existing.type === wanted.type;
  return sameSpot && wanted.type !== "TXT";
}
