import { z } from "zod";
import { cloudflare } from "./cloudflare-client";
import { type DnsRecord, dnsRecordSchema } from "./dns-record";

/**
 * Every record, of whatever type, at exactly these names. One call for a server's usual names: those that end alike are
 * listed by their common ending and sorted out here.
 */
export async function listRecordsAt(names: string[]): Promise<DnsRecord[]> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const [first = "", ...rest] = [...wanted];
  if (!first) return [];
  const ending = rest.reduce(commonEnding, first);
  const name = rest.length === 0 ? { exact: first } : { endswith: ending };
  const found: DnsRecord[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await cloudflare((api, zone_id) =>
      api.dns.records.list({ zone_id, name, per_page: 100, page }),
    );
    const records = z.array(dnsRecordSchema).parse(answer.result);
    found.push(...records.filter((record) => wanted.has(record.name)));
    if (records.length < 100) return found;
  }
}

/** Whole labels only: "*.a.example.org" and "a.example.org" share "a.example.org". */
function commonEnding(a: string, b: string): string {
  const left = a.split(".").reverse();
  const right = b.split(".").reverse();
  const shared = left.findIndex((label, index) => label !== right[index]);
  return (shared < 0 ? left : left.slice(0, shared)).reverse().join(".");
}
