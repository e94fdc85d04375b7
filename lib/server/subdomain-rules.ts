/** Names that would mislead people or collide with ours (RFC 2142 mailbox names and the seed's own subdomains among them). */
const reserved = new Set(
  `abuse account accounts acme admin api app apps auth backup billing blog cdn cloud cname console dashboard dev dns docs
   download email enrol ftp git grafana hasura health help host hostmaster imap info install internal local localhost login
   mail metrics minio monitor mx nginx noc ns ns1 ns2 nself ntp official ops ping plugins pop postgres postmaster prod
   production prometheus proxy registry root sandbox search secure security self server servers sftp shop signin signup smtp
   ssh ssl staging static status storage store support sys system team test tls traefik vpn webmail webmaster welcome wpad
   www www1 www2`.split(/\s+/),
);

export const subdomainMaxLength = 40;

/**
 * Why a subdomain cannot be used whatever exists, or null. Rules: RFC 1123 label, 3 to 40 characters so that
 * `_acme-challenge` and service names below it fit, no `--` in places 3 and 4 (RFC 5890 reserves it for IDNA).
 */
export function subdomainProblem(subdomain: string): string | null {
  if (subdomain.length < 3) return "Use at least 3 characters.";
  if (subdomain.length > subdomainMaxLength) return `Use at most ${subdomainMaxLength} characters.`;
  if (subdomain !== subdomain.toLowerCase()) return "Use lower-case letters only.";
  if (!/^[a-z0-9-]+$/.test(subdomain)) return "Use letters a to z, digits and hyphens only.";
  if (!/^[a-z]/.test(subdomain)) return "Begin with a letter.";
  if (subdomain.endsWith("-")) return "End with a letter or digit.";
  if (subdomain.slice(2, 4) === "--") return "Two hyphens cannot stand in third and fourth place.";
  if (reserved.has(subdomain)) return "This name is reserved.";
  return null;
}
