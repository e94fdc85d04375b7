import { CloudflareError } from "./envelope";
import type { DnsRecord } from "./record";

/**
 * Why a record cannot stand beside those of the zone, as an error; null when it can.
 * A name holds either one CNAME or other records; NS records stand alone; the same content stands once.
 */
export function findConflict(records: readonly DnsRecord[], candidate: DnsRecord): CloudflareError | null {
  const beside = records.filter((record) => record.name === candidate.name && record.id !== candidate.id);
  const twin = beside.find(
    (record) => record.type === candidate.type && record.content === candidate.content,
  );
  if (twin) {
    return sameSettings(twin, candidate)
      ? new CloudflareError(400, 81058, "An identical record already exists.")
      : new CloudflareError(400, 81057, "The record already exists.");
  }
  const isAddress = (record: DnsRecord) => ["A", "AAAA", "CNAME"].includes(record.type);
  if (candidate.type === "CNAME" && beside.some(isAddress)) {
    return new CloudflareError(400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
  }
  if (isAddress(candidate) && beside.some((record) => record.type === "CNAME")) {
    return new CloudflareError(400, 81054, "A CNAME record with that host already exists.");
  }
  if (beside.some((record) => (record.type === "NS") !== (candidate.type === "NS"))) {
    return new CloudflareError(400, 81056, "NS records with that host already exist.");
  }
  return null;
}

function sameSettings(one: DnsRecord, other: DnsRecord): boolean {
  return one.ttl === other.ttl && one.proxied === other.proxied && one.comment === other.comment;
}
