import type { CaaData } from "dns-packet";
import { queryDns } from "@/sandbox/dns/query-dns";
import { AcmeProblem } from "./problem";

/** The CA goes by Let's Encrypt's name too, so that records made for production do not forbid it here. */
export const issuerNames = ["letsencrypt.org", "ca.sandbox.localhost"];

/**
 * Whether CAA records let us issue: the closest name upwards that has any decides (RFC 8659 3).
 * @throws AcmeProblem `caa` when they do not, `dns` when they cannot be looked up.
 */
export async function checkCaa(
  dnsAddress: string,
  domain: string,
  name: string,
  wildcard: boolean,
): Promise<void> {
  const found = await closestCaa(dnsAddress, domain, name);
  const wild = found.filter(({ tag }) => tag === "issuewild");
  const relevant = wildcard && wild.length > 0 ? wild : found.filter(({ tag }) => tag === "issue");
  if (relevant.length === 0) return;
  const allowed = relevant.some(({ value }) =>
    issuerNames.includes(value.split(";")[0]?.trim().toLowerCase() ?? ""),
  );
  if (!allowed) throw new AcmeProblem(403, "caa", `CAA record for ${name} prevents issuance`);
}

async function closestCaa(dnsAddress: string, domain: string, name: string): Promise<CaaData[]> {
  for (let at = name; at.endsWith(domain); at = at.slice(at.indexOf(".") + 1)) {
    const reply = await queryDns(dnsAddress, at, "CAA").catch(() => null);
    if (!reply || (reply.code !== 0 && reply.code !== 3)) {
      throw new AcmeProblem(400, "dns", `DNS problem: SERVFAIL looking up CAA for ${at}`);
    }
    const records = reply.answers.flatMap((answer) => (answer.type === "CAA" ? [answer.data] : []));
    if (records.length > 0 || at === domain) return records;
  }
  return [];
}
