import type { ZoneRecord } from "./zone";

export interface LookupResult {
  outcome: "found" | "no_data" | "no_such_name" | "not_ours";
  /** The answers, under the name that was asked (wildcards are filled in), CNAME chain first. */
  records: ZoneRecord[];
}

const maxChain = 8;

/** Answers one question from the records of a zone, with the wildcards of RFC 4592 and CNAMEs of RFC 1034 3.6.2. */
export function lookUp(
  domain: string,
  records: readonly ZoneRecord[],
  askedName: string,
  type: string,
): LookupResult {
  const chain: ZoneRecord[] = [];
  let name = askedName.toLowerCase().replace(/\.$/, "");
  for (let hop = 0; hop < maxChain; hop += 1) {
    if (name !== domain && !name.endsWith(`.${domain}`)) {
      return { outcome: chain.length > 0 ? "found" : "not_ours", records: chain };
    }
    const atName = recordsAt(domain, records, name);
    if (!atName) return { outcome: "no_such_name", records: chain };
    const wanted = atName.filter((record) => type === "ANY" || record.type === type);
    if (wanted.length > 0) return { outcome: "found", records: [...chain, ...wanted] };
    const alias = atName.find((record) => record.type === "CNAME");
    if (!alias) return { outcome: chain.length > 0 ? "found" : "no_data", records: chain };
    chain.push(alias);
    name = alias.content.toLowerCase().replace(/\.$/, "");
  }
  return { outcome: "found", records: chain };
}

/** All records at a name, from a wildcard if need be; null when the name does not exist. */
function recordsAt(domain: string, records: readonly ZoneRecord[], name: string): ZoneRecord[] | null {
  if (nameExists(domain, records, name)) return records.filter((record) => record.name === name);
  // RFC 4592 3.3.1: only the wildcard right under the closest encloser counts, so a name that
  // exists (even as an empty non-terminal) shields everything below it from wildcards above.
  const source = `*.${closestEncloser(domain, records, name)}`;
  const wildcards = records.filter((record) => record.name === source);
  if (wildcards.length === 0) return null;
  return wildcards.map((record) => ({ ...record, name }));
}

function closestEncloser(domain: string, records: readonly ZoneRecord[], name: string): string {
  let candidate = name;
  while (candidate !== domain && !nameExists(domain, records, candidate)) {
    candidate = candidate.slice(candidate.indexOf(".") + 1);
  }
  return candidate;
}

function nameExists(domain: string, records: readonly ZoneRecord[], name: string): boolean {
  return (
    name === domain || records.some((record) => record.name === name || record.name.endsWith(`.${name}`))
  );
}
